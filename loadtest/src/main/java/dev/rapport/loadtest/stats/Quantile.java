package dev.rapport.loadtest.stats;

/**
 * Quantiles by nearest rank: the value that at least the share q of all values does not exceed. A quantile is always a value
 * that was measured; HdrHistogram's {@code getValueAtPercentile} does the same.
 */
public final class Quantile {
    private Quantile() {}

    /**
     * The value of rank ceil(q n).
     *
     * @param sorted ascending, at least one value; failures are infinite entries at the end
     * @param q 0 to 1; 0 gives the least value
     */
    public static double of(double[] sorted, double q) {
        Check.atLeast("sorted: length", sorted.length, 1);
        return sorted[(int) rank(sorted.length, q) - 1];
    }

    /** The rank 1 to n of quantile q. */
    static long rank(long n, double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("q: " + q + " (expected: 0..1)");
        }
        /* 0.07 * 100 is a little more than 7 in doubles, and is meant to be 7. */
        double product = q * n;
        long rank = (long) Math.ceil(product - 4 * Math.ulp(product));
        return Math.clamp(rank, 1, n);
    }
}
