package dev.rapport.loadtest.system;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs other programs to their end and keeps what they print. Blocks. */
public final class Shell {
    /** Enough for what a person reads of a failure. */
    static final int TAIL_LINES = 20;

    private Shell() {}

    /**
     * What came of a command.
     *
     * @param exit its exit status
     */
    public record Result(int exit, String output) {
        /** The first line, which is where usage errors are, and the last ones. */
        String tail() {
            List<String> lines = output.stripTrailing().lines().toList();
            if (lines.size() <= TAIL_LINES) {
                return String.join("\n", lines);
            }
            List<String> last = lines.subList(lines.size() - TAIL_LINES, lines.size());
            return lines.getFirst() + "\n...\n" + String.join("\n", last);
        }
    }

    /**
     * Runs a command; what it prints goes to a file, so that processes it leaves behind cannot keep us waiting.
     *
     * @param environment the whole of it; null for this process's own
     * @throws IOException if it cannot be started, or did not end in time and was killed
     */
    public static Result run(List<String> command, @Nullable Map<String, String> environment, Duration longest)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("loadtest-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile());
            if (environment != null) {
                builder.environment().clear();
                builder.environment().putAll(environment);
            }
            Process process = builder.start();
            try {
                if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(String.join(" ", command) + ": did not end within " + longest.toSeconds()
                            + " s. Its last lines:\n" + new Result(-1, text(output)).tail());
                }
            } finally {
                process.destroyForcibly(); // nothing if it ended
            }
            return new Result(process.exitValue(), text(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** The last lines of a file, for a message. */
    static String tail(Path log) throws IOException {
        try {
            return new Result(0, text(log)).tail();
        } catch (NoSuchFileException e) {
            return "(no such file)";
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
