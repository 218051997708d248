package dev.rapport.loadtest.stats;

import java.util.OptionalLong;

/**
 * Whether a latency objective is kept, as an exact binomial test: "p99 at most 330 ms" says that the share of requests slower
 * than 330 ms is at most 1 %. Failures count as slower than any limit. Nothing but the number of exceedances matters, so no
 * distribution is assumed (the early stopping of MLPerf's load generator rests on the same test).
 */
public final class Exceedance {
    private Exceedance() {}

    /**
     * Judges "quantile q is at most the limit".
     *
     * @param exceedances how many were slower than the limit or failed, 0 to n
     * @param n how many there were, at least 0
     * @param q above 0, below 1: 0.99 for p99
     * @param confidence of a pass and, on the other side, of a fail: above 0, below 1
     */
    public static Decision test(long exceedances, long n, double q, double confidence) {
        Check.atLeast("n", n, 0);
        Check.range("exceedances", exceedances, 0, n);
        Check.share("q", q);
        return SuccessClaim.decide(exceedances, n, q, confidence);
    }

    /** The most exceedances of n with which {@link #test} passes: 413 of 44,811 for p99 at 95 %. Empty if none would. */
    public static OptionalLong allowed(long n, double q, double confidence) {
        Check.atLeast("n", n, 0);
        Check.share("q", q);
        Check.share("confidence", confidence);
        long passes = -1;
        long fails = n;
        while (fails - passes > 1) {
            long middle = passes + (fails - passes) / 2;
            if (Binomial.atMost(middle, n, 1 - q) <= 1 - confidence) {
                passes = middle;
            } else {
                fails = middle;
            }
        }
        return passes < 0 ? OptionalLong.empty() : OptionalLong.of(passes);
    }
}
