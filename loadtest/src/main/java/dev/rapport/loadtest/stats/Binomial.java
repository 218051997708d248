package dev.rapport.loadtest.stats;

/** How many of n independent trials succeed if each does with probability p. */
public final class Binomial {
    private Binomial() {}

    /**
     * The probability of at most k successes.
     *
     * @param k below 0 gives 0, from n on gives 1
     */
    public static double atMost(long k, long n, double p) {
        if (k < 0) {
            return 0;
        }
        return k >= n ? 1 : IncompleteBeta.of(1 - p, (double) (n - k), (double) (k + 1));
    }

    /** The probability of at least k successes. */
    public static double atLeast(long k, long n, double p) {
        if (k <= 0) {
            return 1;
        }
        return k > n ? 0 : IncompleteBeta.of(p, (double) k, (double) (n - k + 1));
    }

    /** The least k with P(at most k) &gt;= {@code probability}; 0 to n. */
    static long quantile(double probability, long n, double p) {
        long below = -1;
        long enough = n;
        while (enough - below > 1) {
            long middle = below + (enough - below) / 2;
            if (atMost(middle, n, p) >= probability) {
                enough = middle;
            } else {
                below = middle;
            }
        }
        return enough;
    }
}
