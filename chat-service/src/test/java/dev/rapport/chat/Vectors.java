package dev.rapport.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's test data, which is not part of a checkout: {@code -Drapport.vectors=DIR} says where it is, and with {@code
 * -Drapport.vectors.required=true} a test without it fails.
 */
public final class Vectors {
    private static final Path FOLDER = Path.of(System.getProperty("rapport.vectors", "../../shared/vectors"));

    private Vectors() {}

    /** A file or folder of the set. The test that asks is left out if it is not there and not required. */
    public static Path at(String name) {
        Path path = FOLDER.resolve(name);
        if (!Boolean.getBoolean("rapport.vectors.required")) {
            Assumptions.assumeTrue(
                    Files.exists(path), () -> path + " is not here: left out (expected: as -Drapport.vectors says)");
        }
        return path;
    }

    /** The files in a folder of the set, by name. */
    static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(at(name))) {
            return files.sorted().toList();
        }
    }
}
