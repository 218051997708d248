package dev.rapport.loadtest.watch;

import dev.rapport.loadtest.clock.LoopTimer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How late timers fire on the load's event loop: what delays them delays every request that is planned then. After jHiccup
 * (Tene), with a timer in place of a sleeping thread.
 */
public final class HiccupMeter {
    private static final long EVERY_NANOS = 10_000_000;

    private final LoopTimer timer;
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile long dueNanos;
    private volatile boolean running;

    /** Of the event loop that this timer belongs to. */
    public HiccupMeter(LoopTimer timer) {
        this.timer = timer;
    }

    /** Begins to measure. On the event loop. */
    public void start() {
        running = true;
        schedule(System.nanoTime() + EVERY_NANOS);
    }

    /** Ends. From any thread. */
    public void stop() {
        running = false;
    }

    /**
     * The longest lateness since this was asked before, in nanoseconds; that of a timer which has not fired yet, too. From
     * any thread.
     */
    public long takeLongestNanos() {
        long overdue = running ? System.nanoTime() - dueNanos : 0;
        return Math.max(longestNanos.getAndSet(0), Math.max(0, overdue));
    }

    private void schedule(long due) {
        dueNanos = due;
        timer.at(due, () -> fired(due));
    }

    private void fired(long due) {
        long now = System.nanoTime();
        longestNanos.accumulateAndGet(now - due, Math::max);
        if (running) {
            schedule(next(due, now));
        }
    }

    /** The next time of the schedule that is still to come; the ones that a stall covered are covered by its length. */
    static long next(long due, long now) {
        long passed = Math.max(0, now - due) / EVERY_NANOS;
        return due + (passed + 1) * EVERY_NANOS;
    }
}
