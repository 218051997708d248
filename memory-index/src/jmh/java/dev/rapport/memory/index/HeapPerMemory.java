package dev.rapport.memory.index;

import dev.rapport.memory.LogEntry;
import java.util.List;
import java.util.function.Supplier;

/**
 * Prints what a memory takes of the heap beside the characters of its text, measured, and by the index's own estimate.
 *
 * <pre>{@code
 * ./rapport bench heap
 * }</pre>
 */
public final class HeapPerMemory {
    private HeapPerMemory() {}

    /**
     * Measures and prints.
     *
     * @param args numbers of memories; without any, 1,000, 10,000 and 100,000
     */
    public static void main(String[] args) {
        int[] sizes = args.length == 0
                ? new int[] {1_000, 10_000, 100_000}
                : List.of(args).stream().mapToInt(Integer::parseInt).toArray();
        for (int size : sizes) {
            measure(size, false);
            measure(size, true);
        }
    }

    private static void measure(int size, boolean withGraph) {
        Usage usage = fill(size, withGraph);
        System.out.printf(
                "%,7d memories%s: %.0f bytes each beside its text of %.0f, estimated %.0f%n",
                size,
                withGraph ? " with graph" : "",
                (double) (usage.measured - usage.textBytes) / size,
                (double) usage.textBytes / size,
                (double) (usage.estimated - usage.textBytes) / size);
    }

    /**
     * What so many memories weigh.
     *
     * @param measured bytes of heap
     * @param textBytes of these, the characters
     * @param estimated {@link UserMemories#weightBytes}
     */
    record Usage(long measured, long textBytes, long estimated) {}

    static Usage fill(int size, boolean withGraph) {
        UserMemories warm = new UserMemories("", withGraph ? 0 : Integer.MAX_VALUE, Runnable::run, () -> {});
        warm.apply(Corpus.log(10));
        long before = used();
        UserMemories user = new UserMemories("", withGraph ? size - 1 : Integer.MAX_VALUE, Runnable::run, () -> {});
        long textBytes = apply(user, size);
        long measured = used() - before;
        if (user.size() != size || warm.size() == 0) { // so that neither is collected earlier
            throw new IllegalStateException("size: " + user.size() + " (expected: " + size + ")");
        }
        return new Usage(measured, textBytes, user.weightBytes());
    }

    /* By itself, so that what makes the entries is garbage when it has returned. */
    private static long apply(UserMemories user, int size) {
        Supplier<LogEntry> entries = Corpus.entries();
        long textBytes = 0;
        for (int i = 0; i < size; i++) {
            LogEntry entry = entries.get();
            user.apply(List.of(entry));
            textBytes += ((LogEntry.Added) entry).memory().text().length();
        }
        return textBytes;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
