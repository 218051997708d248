package dev.rapport.loadtest.measure;

/*
 * Sources
 * [1] Clopper, Pearson: The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial, Biometrika 26,
 *     1934. The bound is a quantile of a beta distribution.
 * [2] NIST Digital Library of Mathematical Functions: 8.17.22 (continued fraction of the incomplete beta function),
 *     8.17.4 (its symmetry), 5.11.1 (Stirling's series), 5.5.1 (recurrence of gamma).
 * [3] Thompson, Barnett: Coulomb and Bessel Functions of Complex Arguments and Order, J. Comput. Phys. 64, 1986 (the
 *     modification of Lentz's algorithm).
 */
/** Which success rate a count of successes proves: the exact one-sided bound of Clopper and Pearson. Pure. */
public final class ClopperPearson {
    /** Enough for n in the millions: the fraction needs of the order of the square root of its larger parameter. */
    private static final int FRACTION_STEPS_MAX = 100_000;

    /** A double has 52 bits, so more halvings change nothing. */
    private static final int HALVINGS = 100;

    private static final double FRACTION_PRECISION = 1e-15;
    private static final double TINY = 1e-300;

    /** From here on five terms of Stirling's series are exact to a double. */
    private static final double STIRLING_MIN = 15;

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
            if (betaCdf(failureRate, a, b) < confidence) {
                low = failureRate;
            } else {
                high = failureRate;
            }
        }
        return 1 - high;
    }

    /** The regularised incomplete beta function. */
    private static double betaCdf(double x, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        double front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
    }

    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= FRACTION_STEPS_MAX; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            double factor = d * c;
            value *= factor;
            if (Math.abs(factor - 1) < FRACTION_PRECISION) {
                break;
            }
        }
        return value;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    private static double lnGamma(double x) {
        double product = 1;
        double z = x;
        while (z < STIRLING_MIN) {
            product *= z;
            z++;
        }
        double inverse = 1 / z;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
    }
}
