package dev.rapport.llm.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Barks once nothing has happened for a while. Runs on one event loop.
 *
 * <p>A sign of life costs one field write: the timer stays as it is and looks at the clock when it goes off. A timer for
 * each event would cost more than the event.
 */
final class Watchdog {
    private final Vertx vertx;
    private final LongSupplier nanoClock;
    private final Runnable bark;
    private long limitNanos;
    private long lastLifeNanos;
    private long dueNanos;
    private long timer;
    private boolean armed;

    Watchdog(Vertx vertx, LongSupplier nanoClock, Runnable bark) {
        this.vertx = vertx;
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
        if (!armed || newDueNanos - dueNanos < 0) { // a timer that is due earlier will find out by itself
            stop();
            arm(limitNanos);
        }
    }

    void stop() {
        if (armed) {
            armed = false;
            vertx.cancelTimer(timer);
        }
    }

    private void arm(long delayNanos) {
        long delayMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999)); // never early
        dueNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        armed = true;
        timer = vertx.setTimer(delayMillis, _ -> look());
    }

    private void look() {
        armed = false;
        long leftNanos = lastLifeNanos + limitNanos - nanoClock.getAsLong();
        if (leftNanos <= 0) {
            bark.run();
        } else {
            arm(leftNanos);
        }
    }
}
