package dev.rapport.llm.limit;

import dev.rapport.llm.loop.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so, and runs what falls due meanwhile, in order. */
public final class VirtualTime implements Timers {
    /** The store's clock at the beginning: a day in 2027. */
    public static final long START_MICROS = 1_800_000_000_000_000L;

    private static final int RUNS_MAX = 2_000_000; // more in one go is a task that calls itself for ever

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::sequence));
    private long nanos;
    private long sequence;

    private record Task(long at, long sequence, Runnable run) {}

    /** Since the beginning. */
    public long nanos() {
        return nanos;
    }

    /** The store's clock. */
    public long micros() {
        return START_MICROS + nanos / 1_000;
    }

    /** Timers that wait. */
    public int pending() {
        return tasks.size();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Task waiting = new Task(nanos + delay.toNanos(), sequence++, task);
        tasks.add(waiting);
        return () -> tasks.remove(waiting);
    }

    public void pass(Duration time) {
        long end = nanos + time.toNanos();
        int runs = 0;
        for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
            tasks.remove(next);
            nanos = Math.max(nanos, next.at());
            next.run().run();
            if (++runs > RUNS_MAX) {
                throw new AssertionError("more than " + RUNS_MAX + " timers within " + time);
            }
        }
        nanos = end;
    }
}
