package dev.rapport.loadtest.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets a process come before everything usual, where that is allowed. The harness and the simulated provider stand for machines
 * elsewhere, which do not wait for the service's threads; on one machine with it, only their priority can come near to that.
 *
 * <p>All threads but the compilers': those would take the processors away from the service that is measured. Event loops
 * alone are not enough: a collection stops them until every other thread has stopped, too, and one that gets no processor
 * stops late (seen: 97 ms).
 */
public final class Priority {
    /** The least of the real-time priorities is enough to come before everything usual. */
    private static final String REAL_TIME = "1";

    /** What the names of the JVM's compiler threads begin with, C1's and C2's; the kernel keeps 15 characters of them. */
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*", Pattern.DOTALL);

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private Priority() {}

    /** Raises the threads that the process has by now; says what was done, for the report. */
    public static String raise(String name, long pid) throws InterruptedException {
        List<String> threads;
        try {
            threads = threads(Path.of("/proc", Long.toString(pid), "task"));
        } catch (IOException e) {
            return "The " + name + " runs with the usual priority: " + e.getMessage();
        }
        for (String thread : threads) {
            // -R: threads that it starts are usual ones again
            String refused = refusal(List.of("chrt", "-r", "-R", "-p", REAL_TIME, thread));
            if (!refused.isEmpty()) {
                return "The " + name + " runs with the usual priority: " + refused;
            }
        }
        return "The " + name + " runs with real-time priority (chrt -r " + REAL_TIME
                + "), its compilers left out, because it stands for a machine elsewhere.";
    }

    private static List<String> threads(Path tasks) throws IOException {
        List<String> threads = new ArrayList<>();
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.toList()) {
                Path name = task.resolve("comm");
                if (Files.exists(name)
                        && !COMPILER.matcher(Files.readString(name)).matches()) {
                    threads.add(String.valueOf(task.getFileName()));
                }
            }
        }
        return threads;
    }

    /** What was said against it; empty if it worked. */
    private static String refusal(List<String> command) throws InterruptedException {
        try {
            Shell.Result result = Shell.run(command, null, TIME_MAX);
            return result.exit() == 0 ? "" : result.output().lines().findFirst().orElse(command.getFirst() + " failed");
        } catch (IOException e) {
            return command.getFirst() + ": not there"; // the usual reason that a program does not start
        }
    }
}
