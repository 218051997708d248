package dev.rapport.loadtest.stats;

import java.util.Arrays;

/**
 * How sure the mean of independent values is: Student's interval, by the scatter of the values. Gate on the hull of it and {@link
 * BlockBootstrap#mean}, which sees how values depend on their neighbours, but has no width with one block.
 */
public final class MeanInterval {
    private MeanInterval() {}

    /**
     * The interval.
     *
     * @param values failures are positive infinity
     * @param confidence of each end alone, 0.5 or more, below 1
     * @return unbounded of fewer than two values; both ends infinite if a value is, as then the mean is, too
     */
    public static Interval of(double[] values, double confidence) {
        if (Arrays.stream(values).anyMatch(value -> value == Double.POSITIVE_INFINITY)) {
            return new Interval(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        if (values.length < 2) {
            return Interval.UNBOUNDED;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double error = Math.sqrt(squares / (values.length - 1.0) / values.length);
        double width = StudentT.quantile(confidence, values.length - 1.0) * error;
        return new Interval(mean - width, mean + width);
    }
}
