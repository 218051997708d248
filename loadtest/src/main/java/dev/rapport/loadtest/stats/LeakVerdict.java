package dev.rapport.loadtest.stats;

import dev.rapport.loadtest.stats.TheilSen.Line;

/**
 * Whether a resource grows faster than allowed: the slope of {@link TheilSen} with its interval, and {@link MannKendall} beside
 * it. A run that is too short or too noisy to tell says so instead of clearing the service.
 */
public final class LeakVerdict {
    private LeakVerdict() {}

    /**
     * What a series says about a leak; units are those of the values, per hour.
     *
     * @param word {@code LEAK} if the whole interval is above the limit, {@code NO LEAK} if it is below, else
     *     {@code INCONCLUSIVE}
     * @param slope best estimate; 0 if there are fewer than two different times
     * @param low of the slope's interval, may be negative infinity
     * @param high may be positive infinity
     * @param detectable half the interval's width: the least growth that this run could have told from none
     * @param trendP two-sided p of Mann and Kendall's test for a trend
     * @param n how many values
     * @param line to draw through the values, by hours
     */
    public record Leak(
            String word, double slope, double low, double high, double detectable, double trendP, long n, Line line) {}

    /**
     * Judges a series. Leave the warm-up out before: the first fifth of a run.
     *
     * @param hours when, ascending
     * @param values how much, as many
     * @param limitPerHour growth that is still allowed
     * @param confidence of the two-sided interval, such as 0.99
     */
    public static Leak of(double[] hours, double[] values, double limitPerHour, double confidence) {
        Check.sameLength("values", values.length, "hours", hours.length);
        for (int i = 1; i < hours.length; i++) {
            if (!(hours[i] >= hours[i - 1])) {
                throw new IllegalArgumentException(
                        "hours[" + i + "]: " + hours[i] + " (expected: at least " + hours[i - 1] + ")");
            }
        }
        boolean fits = hours.length > 1 && hours[0] < hours[hours.length - 1];
        Line line = fits ? TheilSen.fit(hours, values, confidence) : flat(values);
        String word = line.low() > limitPerHour ? "LEAK" : line.high() < limitPerHour ? "NO LEAK" : "INCONCLUSIVE";
        double detectable = new Interval(line.low(), line.high()).width() / 2;
        double trendP = MannKendall.test(values).p();
        return new Leak(word, line.slope(), line.low(), line.high(), detectable, trendP, values.length, line);
    }

    private static Line flat(double[] values) {
        double level = values.length == 0 ? 0 : values[0];
        return new Line(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
    }
}
