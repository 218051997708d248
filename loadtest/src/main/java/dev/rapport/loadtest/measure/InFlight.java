package dev.rapport.loadtest.measure;

import java.util.concurrent.TimeUnit;

/**
 * How many requests are under way, weighted by time. Used by one thread, with a clock that does not run backwards.
 *
 * <p>It never looks at a request's own latency, so Little's law can be checked against it.
 */
public final class InFlight {
    private final long sinceNanos;
    private long changedNanos;
    private long areaNanos;
    private int now;
    private int peak;

    public InFlight(long sinceNanos) {
        this.sinceNanos = sinceNanos;
        this.changedNanos = sinceNanos;
    }

    public void enter(long nowNanos) {
        advance(nowNanos);
        now++;
        peak = Math.max(peak, now);
    }

    public void leave(long nowNanos) {
        advance(nowNanos);
        now--;
    }

    private void advance(long nowNanos) {
        areaNanos += now * (nowNanos - changedNanos);
        changedNanos = nowNanos;
    }

    public int now() {
        return now;
    }

    public int peak() {
        return peak;
    }

    /** The time-weighted mean from the start until now. */
    public double mean(long nowNanos) {
        advance(nowNanos);
        return nowNanos == sinceNanos ? 0 : (double) areaNanos / (nowNanos - sinceNanos);
    }

    /** Seconds from the start until now. */
    public double elapsedSeconds(long nowNanos) {
        return (nowNanos - sinceNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
