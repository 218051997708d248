package dev.rapport.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The one folder that Rapport writes to, and what lies where in it. Only its owner may enter. */
record StateFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");

    Path run() {
        return path.resolve("run");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path secrets() {
        return path.resolve("secrets");
    }

    Path nginxConfiguration() {
        return run().resolve("nginx.conf");
    }

    Path redisConfiguration(RedisRole role) {
        return run().resolve("redis-" + role.word() + ".conf");
    }

    Path redisData(RedisRole role) {
        return path.resolve("redis-" + role.word());
    }

    Path accessList(RedisRole role) {
        return run().resolve("redis-" + role.word() + ".acl");
    }

    Path chatProperties() {
        return run().resolve("chat.properties");
    }

    Path statusFile() {
        return run().resolve("status.json");
    }

    Path lockFile() {
        return run().resolve("supervisor.lock");
    }

    /** Makes every folder that is missing. */
    void create() {
        try {
            Files.createDirectories(path);
            for (Path folder : new Path[] {
                run(),
                logs(),
                secrets(),
                redisData(RedisRole.DURABLE),
                redisData(RedisRole.VOLATILE),
                run().resolve("nginx-temp")
            }) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
            }
        } catch (IOException e) {
            throw new LaunchProblem(
                    "RAPPORT_STATE: " + path + " (expected: a folder that this user may write to; " + e + ")", e);
        }
    }

    /** Writes a file that only its owner may read, so that no reader ever sees half of it. */
    static void write(Path file, String content) {
        try {
            Path unfinished = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    file.getFileName() + ".",
                    ".new",
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
            Files.writeString(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
