package dev.rapport.loadtest.watch;

import java.util.ArrayList;
import java.util.List;

/** Reads the texts of Linux' {@code /proc}, see proc(5). Pure; a text of another form is an {@link IllegalArgumentException}. */
final class ProcText {
    /** {@code USER_HZ}, in which the kernel counts CPU time for programs: 100 on every architecture that a JDK runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int BYTES_PER_KB = 1024;

    /** Places in {@code /proc/PID/stat} after the name, which is in brackets and may have blanks and brackets in it. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final int THREADS = 17;

    /** Place of "steal" in the first line of {@code /proc/stat}. */
    private static final int STEAL = 8;

    private ProcText() {}

    /** User and system time of a process, in seconds. */
    static double cpuSeconds(String stat) {
        String[] fields = afterName(stat);
        return (number(fields, USER_TIME, stat) + number(fields, SYSTEM_TIME, stat)) / TICKS_PER_SECOND;
    }

    static long threads(String stat) {
        return number(afterName(stat), THREADS, stat);
    }

    /** {@code VmRSS} of {@code /proc/PID/status}, in bytes; 0 for a process that has ended and was not yet waited for. */
    static long rssBytes(String status) {
        for (String line : status.lines().toList()) {
            if (line.startsWith("VmRSS:")) {
                return number(line.split("\\s+", -1), 1, line) * BYTES_PER_KB;
            }
        }
        return 0;
    }

    /** Time that the machine's owner took away from all cores since boot, in seconds, of {@code /proc/stat}. */
    static double stolenSeconds(String stat) {
        String first = stat.lines().findFirst().orElse("");
        return number(first.split("\\s+", -1), STEAL, first) / TICKS_PER_SECOND;
    }

    /** Process ids of {@code /proc/PID/task/TID/children}. */
    static List<Long> children(String children) {
        List<Long> pids = new ArrayList<>();
        for (String word : children.strip().split("\\s+", -1)) {
            if (!word.isEmpty()) {
                pids.add(number(new String[] {word}, 0, children));
            }
        }
        return pids;
    }

    private static String[] afterName(String stat) {
        int end = stat.lastIndexOf(')');
        return end < 0 ? new String[0] : stat.substring(end + 1).strip().split(" ", -1);
    }

    private static long number(String[] fields, int place, String text) {
        try {
            if (place < fields.length) {
                return Long.parseLong(fields[place]);
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal
        }
        throw new IllegalArgumentException("/proc: " + text.strip() + " (expected: a number at place " + place + ")");
    }
}
