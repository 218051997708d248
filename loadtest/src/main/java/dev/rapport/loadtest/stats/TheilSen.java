package dev.rapport.loadtest.stats;

import java.util.Arrays;

/**
 * A line through points that outliers do not bend: its slope is the median of the slopes of all pairs, with the interval of Sen
 * (Estimates of the Regression Coefficient Based on Kendall's Tau, Journal of the American Statistical Association 63, 1968).
 */
public final class TheilSen {
    private TheilSen() {}

    /**
     * A line.
     *
     * @param slope units of y per unit of x
     * @param low of the slope's interval; negative infinity if there are too few points
     * @param high of the slope's interval; positive infinity if there are too few points
     * @param intercept the median of y - slope x
     */
    public record Line(double slope, double low, double high, double intercept) {
        /** The line's y at x. */
        public double at(double x) {
            return intercept + slope * x;
        }
    }

    /**
     * Fits a line.
     *
     * @param x finite, in any order, not all the same
     * @param y finite, as many
     * @param confidence of the slope's interval, two-sided, above 0, below 1
     */
    public static Line fit(double[] x, double[] y, double confidence) {
        Check.sameLength("y", y.length, "x", x.length);
        Check.finite("x", x);
        Check.finite("y", y);
        Check.share("confidence", confidence);
        PairSlopes pairs = new PairSlopes(x, y);
        long slopes = pairs.size();
        if (slopes == 0) {
            throw new IllegalArgumentException("x: " + x.length + " points (expected: at least two different x)");
        }
        double slope = (pairs.ofRank((slopes + 1) / 2) + pairs.ofRank(slopes / 2 + 1)) / 2;
        double spread = Normal.quantile((1 + confidence) / 2) * Math.sqrt(Inversions.varianceOfS(x));
        long lowRank = (long) Math.floor((slopes - spread) / 2);
        double low = lowRank < 1 ? Double.NEGATIVE_INFINITY : pairs.ofRank(lowRank);
        double high = lowRank < 1 ? Double.POSITIVE_INFINITY : pairs.ofRank(slopes + 1 - lowRank);
        return new Line(slope, Math.min(low, slope), Math.max(high, slope), medianResidual(x, y, slope));
    }

    private static double medianResidual(double[] x, double[] y, double slope) {
        double[] residuals = new double[x.length];
        Arrays.setAll(residuals, i -> y[i] - slope * x[i]);
        Arrays.sort(residuals);
        return (residuals[(x.length - 1) / 2] + residuals[x.length / 2]) / 2;
    }
}
