package dev.rapport.llm.http;

import dev.rapport.llm.loop.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Barks once nothing has happened for a while. Runs on one event loop.
 *
 * <p>A sign of life costs one field write: the timer stays as it is and looks at the clock when it goes off. A timer for
 * each event would cost more than the event.
 */
final class Watchdog {
    private final Timers timers;
    private final LongSupplier nanoClock;
    private final Runnable bark;
    private long limitNanos;
    private long lastLifeNanos;
    private long dueNanos;
    private Timers.@Nullable Timer timer; // null: none is set

    Watchdog(Timers timers, LongSupplier nanoClock, Runnable bark) {
        this.timers = timers;
        this.nanoClock = nanoClock;
        this.bark = bark;
    }

    /** Takes note of a sign of life. */
    void touch() {
        lastLifeNanos = nanoClock.getAsLong();
    }

    /** Starts anew with this much patience. */
    void allow(Duration limit) {
        limitNanos = limit.toNanos();
        touch();
        long newDueNanos = lastLifeNanos + limitNanos;
        if (timer == null || newDueNanos - dueNanos < 0) { // a timer that is due earlier will find out by itself
            stop();
            arm(limitNanos);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm(long delayNanos) {
        long delayMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999)); // never early
        dueNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        timer = timers.after(Duration.ofMillis(delayMillis), this::look);
    }

    private void look() {
        timer = null;
        long leftNanos = lastLifeNanos + limitNanos - nanoClock.getAsLong();
        if (leftNanos <= 0) {
            bark.run();
        } else {
            arm(leftNanos);
        }
    }
}
