package dev.rapport.loadtest.stats;

/**
 * How frequent a rare event may be at most, or is at least: the exact one-sided bounds of a Poisson rate (Garwood: Fiducial Limits for the
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

    /**
     * The lowest rate that a count does not contradict; arguments as in {@link #upper}.
     *
     * @return events per unit of exposure; 0 of none
     */
    public static double lower(long count, double exposure, double confidence) {
        double high = upper(count, exposure, confidence) * exposure;
        double low = 0;
        for (int i = 0; i < HALVINGS && count > 0; i++) {
            double middle = (low + high) / 2;
            if (atMost(count - 1, middle) > confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low / exposure;
    }

    /**
     * The probability of at most {@code count} events where {@code mean} are expected, summed from the largest term on, as
     * the last one may be too small for a double.
     */
    private static double atMost(long count, double mean) {
        long mode = Math.min(count, (long) mean);
        double largest = Math.exp(mode * Math.log(mean) - mean - LogGamma.of(mode + 1.0));
        double sum = largest;
        double term = largest;
        for (long i = mode; i >= 1 && term > sum * NEGLIGIBLE; i--) {
            term *= i / mean;
            sum += term;
        }
        term = largest;
        for (long i = mode + 1; i <= count && term > sum * NEGLIGIBLE; i++) {
            term *= mean / i;
            sum += term;
        }
        return sum;
    }
}
