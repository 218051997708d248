package dev.rapport.loadtest.stats;

/**
 * Whether a series has a monotone trend, whatever its distribution (Mann: Nonparametric Tests Against Trend, Econometrica 13,
 * 1945; Kendall: Rank Correlation Methods, 1948, for the ties).
 *
 * <p>It takes the values for independent; values that follow their neighbours look like a trend too often.
 */
public final class MannKendall {
    private MannKendall() {}

    /**
     * A trend and how likely chance makes one as strong.
     *
     * @param tau Kendall's tau-b, -1 for falling to 1 for rising throughout; 0 if all values are the same
     * @param z the test's normal statistic, corrected for continuity
     * @param p two-sided, 0 to 1; 1 if there are too few values
     */
    public record Trend(double tau, double z, double p) {}

    /**
     * Tests for a trend.
     *
     * @param values in order of time, none NaN
     */
    public static Trend test(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new IllegalArgumentException("values[" + i + "]: NaN (expected: a number)");
            }
        }
        double variance = Inversions.varianceOfS(values);
        if (variance <= 0) {
            return new Trend(0, 0, 1);
        }
        double pairs = values.length * (values.length - 1.0) / 2;
        double untied = pairs - Inversions.tiedPairs(values);
        double s = untied - 2.0 * Inversions.count(values, false);
        double z = s == 0 ? 0 : (s - Math.signum(s)) / Math.sqrt(variance);
        return new Trend(s / Math.sqrt(pairs * untied), z, Math.min(1, 2 * Normal.above(Math.abs(z))));
    }
}
