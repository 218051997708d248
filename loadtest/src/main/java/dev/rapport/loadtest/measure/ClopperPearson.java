package dev.rapport.loadtest.measure;

import dev.rapport.loadtest.stats.IncompleteBeta;

/*
 * Sources
 * [1] Clopper, Pearson: The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial, Biometrika 26,
 *     1934. The bound is a quantile of a beta distribution.
 */
/** Which success rate a count of successes proves: the exact one-sided bounds of Clopper and Pearson. Pure. */
public final class ClopperPearson {
    /** A double has 52 bits, so more halvings change nothing. */
    private static final int HALVINGS = 100;

    private ClopperPearson() {}

    /**
     * The lowest success rate that these numbers do not contradict.
     *
     * @param confidence one-sided, such as 0.95
     * @return 0 to 1; 0 if there was no success or no trial
     */
    public static double lowerBound(long successes, long trials, double confidence) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("successes: " + successes + " (expected: 0.." + trials + ")");
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence: " + confidence + " (expected: above 0, below 1)");
        }
        if (successes == 0) {
            return 0;
        }
        /* Searched as a failure rate: it is tiny, so doubles resolve it better than a success rate close to 1. */
        double a = (double) (trials - successes + 1);
        double b = (double) successes;
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double failureRate = (low + high) / 2;
            if (IncompleteBeta.of(failureRate, a, b) < confidence) {
                low = failureRate;
            } else {
                high = failureRate;
            }
        }
        return 1 - high;
    }

    /**
     * The highest success rate that these numbers do not contradict.
     *
     * @param confidence one-sided, such as 0.95
     * @return 0 to 1; 1 if there was no failure or no trial
     */
    public static double upperBound(long successes, long trials, double confidence) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("successes: " + successes + " (expected: 0.." + trials + ")");
        }
        return 1 - lowerBound(trials - successes, trials, confidence);
    }
}
