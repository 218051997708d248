package dev.rapport.loadtest.simulator;

/**
 * A limit per minute as a bucket: it holds one minute's worth, starts full and refills evenly all the time. */
final class TokenBucket implements Limit {
    private static final double NANOS_PER_MINUTE = 60e9;

    /** A billionth of a unit: sums of refills must not miss a whole number by a rounding error. */
    private static final double ROUNDING = 1e-9;

    private final long perMinute;
    private double level;
    private long asOfNanos;

    /**
     * A full bucket.
     *
     * @param perMinute capacity, and refill in a minute; above 0
     */
    TokenBucket(long perMinute, long nowNanos) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("perMinute: " + perMinute + " (expected: 1 or more)");
        }
        this.perMinute = perMinute;
        this.level = perMinute;
        this.asOfNanos = nowNanos;
    }

    @Override
    public long capacity() {
        return perMinute;
    }

    @Override
    public String allowance(String what) {
        return perMinute + " " + what + " per minute";
    }

    @Override
    public long waitNanos(long amount, long nowNanos) {
        refill(nowNanos);
        if (amount > perMinute) {
            return Long.MAX_VALUE;
        }
        return nanosToGain(amount - level);
    }

    @Override
    public void take(long amount, long nowNanos) {
        refill(nowNanos);
        level -= amount;
    }

    @Override
    public void takeUpTo(long amount, long nowNanos) {
        refill(nowNanos);
        level = Math.max(0, level - amount);
    }

    @Override
    public double level(long nowNanos) {
        refill(nowNanos);
        return level;
    }

    @Override
    public long remaining(long nowNanos) {
        refill(nowNanos);
        return Math.max(0, (long) Math.floor(level + ROUNDING));
    }

    @Override
    public long nanosToFull(long nowNanos) {
        refill(nowNanos);
        return nanosToGain(perMinute - level);
    }

    private long nanosToGain(double amount) {
        return amount <= ROUNDING ? 0 : (long) Math.ceil(amount * NANOS_PER_MINUTE / perMinute);
    }

    /** Callers read the clock before they wait for their turn, so a later call may bring an earlier time: it refills nothing. */
    private void refill(long nowNanos) {
        if (nowNanos - asOfNanos <= 0) {
            return;
        }
        double gained = (nowNanos - asOfNanos) * (perMinute / NANOS_PER_MINUTE);
        level = Math.min((double) perMinute, level + gained);
        asOfNanos = nowNanos;
    }
}
