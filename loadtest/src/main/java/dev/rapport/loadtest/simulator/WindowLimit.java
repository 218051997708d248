package dev.rapport.loadtest.simulator;

/**
 * A limit per minute as fixed windows, one after the other since the start: what a window leaves over is lost.
 *
 * <p>Where a minute's worth does not divide by the number of windows, their shares differ by one, so that each minute has
 * its worth exactly: 500 a minute in seconds are 8, 8, 9, 8, 8, 9, ...
 */
final class WindowLimit implements Limit {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int SECONDS_PER_MINUTE = 60;

    private final long perMinute;
    private final int windowsPerMinute;
    private final long windowNanos;
    private final long startNanos;
    private long window;
    private long used;

    private WindowLimit(long perMinute, int windowsPerMinute, long startNanos) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("perMinute: " + perMinute + " (expected: 1 or more)");
        }
        this.perMinute = perMinute;
        this.windowsPerMinute = windowsPerMinute;
        this.windowNanos = SECONDS_PER_MINUTE * NANOS_PER_SECOND / windowsPerMinute;
        this.startNanos = startNanos;
    }

    static WindowLimit perMinute(long perMinute, long nowNanos) {
        return new WindowLimit(perMinute, 1, nowNanos);
    }

    static WindowLimit perSecond(long perMinute, long nowNanos) {
        return new WindowLimit(perMinute, SECONDS_PER_MINUTE, nowNanos);
    }

    @Override
    public long capacity() {
        return perMinute;
    }

    @Override
    public String allowance(String what) {
        return windowsPerMinute == 1
                ? perMinute + " " + what + " per minute"
                : Math.ceilDiv(perMinute, windowsPerMinute) + " " + what + " per second";
    }

    /** Looks through one minute's windows at most: then their shares repeat. */
    @Override
    public long waitNanos(long amount, long nowNanos) {
        turnTo(nowNanos);
        if (amount <= share(window) - used) {
            return 0;
        }
        for (long later = window + 1; later <= window + windowsPerMinute; later++) {
            if (amount <= share(later)) {
                return startNanos + later * windowNanos - nowNanos;
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void take(long amount, long nowNanos) {
        turnTo(nowNanos);
        used += amount;
    }

    @Override
    public void takeUpTo(long amount, long nowNanos) {
        turnTo(nowNanos);
        used = Math.min(share(window), used + amount);
    }

    @Override
    public double level(long nowNanos) {
        return remaining(nowNanos);
    }

    @Override
    public long remaining(long nowNanos) {
        turnTo(nowNanos);
        return share(window) - used;
    }

    @Override
    public long nanosToFull(long nowNanos) {
        turnTo(nowNanos);
        return used == 0 ? 0 : startNanos + (window + 1) * windowNanos - nowNanos;
    }

    /** What window {@code index} allows: the difference of the shares due up to its end and up to its start. */
    private long share(long index) {
        long inMinute = index % windowsPerMinute;
        return (inMinute + 1) * perMinute / windowsPerMinute - inMinute * perMinute / windowsPerMinute;
    }

    private void turnTo(long nowNanos) {
        long current = (nowNanos - startNanos) / windowNanos;
        if (current > window) {
            window = current;
            used = 0;
        }
    }
}
