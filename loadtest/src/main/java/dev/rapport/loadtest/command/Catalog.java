package dev.rapport.loadtest.command;

import dev.rapport.loadtest.command.Suite.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The profiles that come with the suite, as files of one folder, each named by its profile's id. */
record Catalog(Path folder) {
    private static final String ENDING = ".yaml";

    /** Of the checkout. */
    static Catalog of(Path root) {
        return new Catalog(root.resolve("loadtest").resolve("profiles"));
    }

    /** All ids, sorted. */
    List<String> ids() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    /** The file of a profile that is named by its id or by its path. */
    Path find(String profile) throws IOException, UnusableException {
        Path own = folder.resolve(profile + ENDING);
        if (!profile.contains("/") && Files.isRegularFile(own)) {
            return own;
        }
        Path file = Path.of(profile);
        if (Files.isRegularFile(file)) {
            return file;
        }
        throw new UnusableException(
                "profile: " + profile + " (expected: a file, or one of " + String.join(", ", ids()) + ")");
    }
}
