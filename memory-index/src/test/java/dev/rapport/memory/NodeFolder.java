package dev.rapport.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with packages from the npm registry, for other modules' tests. Needs {@code npm}, and whatever is run there. Knows nothing else
 * of this module.
 */
public final class NodeFolder {
    private static final List<String> INSTALL =
            List.of("npm", "install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund");

    private final Path path;

    private NodeFolder(Path path) {
        this.path = path;
    }

    /**
     * Gets the packages, unless just these are there.
     *
     * @param packages with their versions, for example {@code axe-core@4.14.1}
     */
    public static NodeFolder with(Path path, List<String> packages) throws IOException, InterruptedException {
        NodeFolder folder = new NodeFolder(Files.createDirectories(path).toAbsolutePath());
        Path installed = path.resolve("installed");
        if (!Files.exists(installed) || !Files.readAllLines(installed).equals(packages)) {
            List<String> command = new ArrayList<>(INSTALL);
            command.addAll(packages);
            folder.run(command);
            Files.write(installed, packages);
        }
        return folder;
    }

    /** A file in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /**
     * Runs a program in it, over pipes of its own: a test's standard input is what Maven talks to it over.
     *
     * @return what it says
     * @throws IllegalStateException if its exit code is not 0
     */
    public String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(path.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("%s: %d (expected: 0)%n%s".formatted(command, process.exitValue(), said));
        }
        return said;
    }
}
