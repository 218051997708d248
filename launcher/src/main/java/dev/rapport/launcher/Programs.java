package dev.rapport.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * The programs that are not ours.
 *
 * @param folders where to look, in order
 */
record Programs(List<Path> folders) {
    /** Where distributions put servers, and ordinary users do not look. */
    private static final List<String> SERVER_FOLDERS =
            List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

    static Programs onPath(String path) {
        return new Programs(Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), SERVER_FOLDERS.stream())
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .distinct()
                .toList());
    }

    Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
                .findFirst();
    }

    Path nginx() {
        return find("nginx")
                .orElseThrow(() -> new LaunchProblem("nginx: not found (expected: the package nginx-light "
                        + "or nginx; apt-get install nginx-light, dnf install nginx, brew install nginx)"));
    }

    /** The machine's Redis, or else the one that comes inside a jar of ours, unpacked into the folder. */
    Path redisServer(Path unpackInto) {
        return find("redis-server").orElseGet(() -> unpackedRedis(unpackInto));
    }

    static Path unpackedRedis(Path folder) {
        try {
            Files.createDirectories(folder);
            Path kept = folder.resolve("redis-server");
            if (!Files.isExecutable(kept)) {
                Path unpacked = ExecutableProvider.newJarResourceProvider(
                                Files.createTempDirectory(folder, "unpack").toFile())
                        .get()
                        .toPath();
                if (!unpacked.toFile().setExecutable(true, true)) {
                    throw new IOException(unpacked + " cannot be made executable");
                }
                Files.move(unpacked, kept);
                Files.deleteIfExists(unpacked.getParent());
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new LaunchProblem(
                    "redis-server: not found, and none is packaged for this machine (expected: the package redis-server; "
                            + "apt-get install redis-server; " + e.getMessage() + ")",
                    e);
        }
    }
}
