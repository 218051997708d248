package dev.rapport.loadtest.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets the event loops of a process come before everything usual, where that is allowed. The harness and the simulated
 * provider stand for machines elsewhere, which do not wait for the service's threads; on one machine with it, only their
 * priority can come near to that.
 *
 * <p>The event loops alone: a compiler thread of the harness with real-time priority would take the processors away from
 * the service that is measured.
 */
public final class Priority {
    /** The least of the real-time priorities is enough to come before everything usual. */
    private static final String REAL_TIME = "1";

    /**
     * Beginnings of the names of the threads that are raised; the kernel keeps 15 characters of them. The JVM's own thread
     * is one of them, because while it stops the others for a collection, the event loops wait for it.
     */
    private static final List<String> URGENT = List.of("vert.x-eventloo", "VM Thread");

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private Priority() {}

    /** Raises the event loops that the process has by now; says what was done, for the report. */
    public static String raiseEventLoops(String name, long pid) throws InterruptedException {
        List<String> loops;
        try {
            loops = eventLoops(Path.of("/proc", Long.toString(pid), "task"));
        } catch (IOException e) {
            return "The event loops of the " + name + " run with the usual priority: " + e.getMessage();
        }
        for (String loop : loops) {
            // -R: threads that it starts are usual ones again
            String refused = refusal(List.of("chrt", "-r", "-R", "-p", REAL_TIME, loop));
            if (!refused.isEmpty()) {
                return "The event loops of the " + name + " run with the usual priority: " + refused;
            }
        }
        return "The event loops of the " + name + " run with real-time priority (chrt -r " + REAL_TIME
                + "), because it stands for a machine elsewhere.";
    }

    private static List<String> eventLoops(Path tasks) throws IOException {
        List<String> loops = new ArrayList<>();
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.toList()) {
                Path name = task.resolve("comm");
                if (Files.exists(name) && isUrgent(Files.readString(name))) {
                    loops.add(String.valueOf(task.getFileName()));
                }
            }
        }
        return loops;
    }

    private static boolean isUrgent(String name) {
        return URGENT.stream().anyMatch(name::startsWith);
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
