package dev.rapport.loadtest.system;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How urgent the harness is to the scheduler. It and the simulated provider stand for machines elsewhere, which do not wait for
 * the service's threads; on one machine with it, only their priority can come near to that.
 *
 * @param note what was done, for the report
 * @param usual words before a command that make it as urgent as it would have been: children inherit priorities
 */
public record Priority(String note, List<String> usual) {
    public static final Priority USUAL =
            new Priority("The harness and the simulated provider run with the usual priority.", List.of());

    /** The least of the real-time priorities is enough to come before everything usual. */
    private static final String REAL_TIME = "1";

    private static final int NICE = -10;
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    /** Raises all threads of a process as far as this user may; processes that it starts from then on inherit it. */
    public static Priority raise(long pid) throws InterruptedException {
        String process = Long.toString(pid);
        List<String> refusals = new ArrayList<>();
        if (works(List.of("chrt", "-a", "-r", "-p", REAL_TIME, process), refusals)) {
            return new Priority(
                    "The harness and the simulated provider run with real-time priority (chrt -r " + REAL_TIME
                            + "): they stand for machines elsewhere.",
                    List.of("chrt", "-o", "0"));
        }
        // Without -g or -u, renice changes the named tasks; a thread is one, and later threads inherit from theirs.
        if (works(renice(process), refusals)) {
            return new Priority(
                    "The harness and the simulated provider run with raised priority (nice " + NICE
                            + "): they stand for machines elsewhere. Real-time was refused: " + refusals.getFirst(),
                    List.of("nice", "-n", Integer.toString(-NICE)));
        }
        return new Priority(
                "The harness and the simulated provider run with the usual priority, because no higher one is allowed ("
                        + String.join("; ", refusals) + ").",
                List.of());
    }

    private static List<String> renice(String process) {
        String[] threads = new java.io.File("/proc/" + process + "/task").list();
        List<String> command = new ArrayList<>(List.of("renice", "-n", Integer.toString(NICE), "-p"));
        command.addAll(threads == null ? List.of(process) : List.of(threads));
        return command;
    }

    private static boolean works(List<String> command, List<String> refusals) throws InterruptedException {
        try {
            Shell.Result result = Shell.run(command, null, TIME_MAX);
            if (result.exit() == 0) {
                return true;
            }
            refusals.add(result.output().lines().findFirst().orElse(command.getFirst() + " failed"));
        } catch (IOException e) {
            refusals.add(command.getFirst() + ": not there"); // the usual reason that a program does not start
        }
        return false;
    }

    /** The command, to be run as urgently as if nothing had been raised. */
    public List<String> asUsual(List<String> command) {
        return Stream.concat(usual.stream(), command.stream()).toList();
    }
}
