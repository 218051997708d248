package dev.rapport.loadtest.stats;

/*
 * Sources
 * [1] NIST Digital Library of Mathematical Functions: 8.17.22 (continued fraction of the incomplete beta function), 8.17.4
 *     (its symmetry).
 * [2] Thompson, Barnett: Coulomb and Bessel Functions of Complex Arguments and Order, J. Comput. Phys. 64, 1986 (the
 *     modification of Lentz's algorithm).
 */
/** The regularised incomplete beta function: the distribution function of a beta, and by it of a binomial. */
public final class IncompleteBeta {
    /** Enough for n in the millions: the fraction needs of the order of the square root of its larger parameter. */
    private static final int FRACTION_STEPS_MAX = 100_000;

    private static final double FRACTION_PRECISION = 1e-15;
    private static final double TINY = 1e-300;

    private IncompleteBeta() {}

    /**
     * The probability that a beta variable is at most x.
     *
     * @param x at most 0 gives 0, at least 1 gives 1
     * @param a above 0
     * @param b above 0
     */
    public static double of(double x, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        double front =
                Math.exp(LogGamma.of(a + b) - LogGamma.of(a) - LogGamma.of(b) + a * Math.log(x) + b * Math.log1p(-x));
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
}
