package dev.rapport.loadtest.stats;

/*
 * Sources
 * [1] NIST Digital Library of Mathematical Functions: 7.6.2 (series of the error function), 7.9.3 (continued fraction of its
 *     complement).
 */
/** The standard normal distribution. */
final class Normal {
    /** Below, the series loses less than the fraction; above, the fraction converges within its steps. */
    private static final double FRACTION_MIN = 3;

    /** From 3 on so many steps are exact to a double. */
    private static final int FRACTION_STEPS = 200;

    /** The series of z below 3 is exact to a double after some 40 terms. */
    private static final int SERIES_STEPS_MAX = 200;

    /** A double has 52 bits, so more halvings change nothing. */
    private static final int HALVINGS = 100;

    /** No double has a probability that far out. */
    private static final double FARTHEST = 40;

    private Normal() {}

    /** The probability of more than z. */
    static double above(double z) {
        if (z < 0) {
            return 1 - above(-z);
        }
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z < FRACTION_MIN) {
            double term = z;
            double sum = z;
            for (int i = 1; i <= SERIES_STEPS_MAX && term > 0; i++) {
                term *= z * z / (2 * i + 1);
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = z;
        for (int i = FRACTION_STEPS; i >= 1; i--) {
            fraction = z + i / fraction;
        }
        return density / fraction;
    }

    /** The z that is not exceeded with this probability, above 0 and below 1. */
    static double quantile(double probability) {
        if (probability < 0.5) {
            return -quantile(1 - probability);
        }
        double low = 0;
        double high = FARTHEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (above(middle) > 1 - probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
