package dev.rapport.loadtest.stats;

/**
 * How frequent a rare event may be at most: the exact one-sided bound of a Poisson rate (Garwood: Fiducial Limits for the
 * Poisson Distribution, Biometrika 28, 1936).
 */
public final class PoissonBound {
    /** A double has 52 bits, so more halvings change nothing. */
    private static final int HALVINGS = 100;

    private static final double NEGLIGIBLE = 1e-17;

    private PoissonBound() {}

    /**
     * The highest rate that a count does not contradict: none in a million tokens gives 3.0e-6 per token at 95 %.
     *
     * @param count of events, at least 0
     * @param exposure how many units they were looked for in, above 0
     * @param confidence one-sided, above 0, below 1
     * @return events per unit of exposure
     */
    public static double upper(long count, double exposure, double confidence) {
        Check.atLeast("count", count, 0);
        Check.share("confidence", confidence);
        if (!(exposure > 0)) {
            throw new IllegalArgumentException("exposure: " + exposure + " (expected: above 0)");
        }
        double low = 0;
        double high = count + 1.0;
        while (atMost(count, high) > 1 - confidence) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (atMost(count, middle) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high / exposure;
    }

    /** The probability of at most {@code count} events where {@code mean} are expected, summed from the last term down. */
    private static double atMost(long count, double mean) {
        double term = Math.exp(count * Math.log(mean) - mean - LogGamma.of(count + 1.0));
        double sum = term;
        for (long i = count; i >= 1; i--) {
            term *= i / mean;
            sum += term;
            if (i < mean && term < sum * NEGLIGIBLE) {
                break;
            }
        }
        return sum;
    }
}
