package dev.rapport.loadtest.stats;

/*
 * Sources
 * [1] Student: The Probable Error of a Mean, Biometrika 6, 1908.
 * [2] Abramowitz, Stegun: Handbook of Mathematical Functions, 26.7.1 (its distribution by the incomplete beta function).
 */
/** How far a mean lies from the true one, in units of its estimated standard error, where few values give that estimate. */
public final class StudentT {
    /** A double has 52 bits, so more halvings change nothing. */
    private static final int HALVINGS = 100;

    private StudentT() {}

    /**
     * The t that is not exceeded with this probability.
     *
     * @param probability 0.5 or more, below 1
     * @param freedom degrees of freedom, such as one less than the number of values; 1 or more
     */
    public static double quantile(double probability, double freedom) {
        if (!(probability >= 0.5 && probability < 1)) {
            throw new IllegalArgumentException("probability: " + probability + " (expected: 0.5 or more, below 1)");
        }
        if (!(freedom >= 1)) {
            throw new IllegalArgumentException("freedom: " + freedom + " (expected: 1 or more)");
        }
        double low = 0;
        double high = 1;
        while (above(high, freedom) > 1 - probability) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (above(middle, freedom) > 1 - probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The probability of more than t, which is not negative. */
    private static double above(double t, double freedom) {
        return IncompleteBeta.of(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
    }
}
