package dev.rapport.loadtest.stats;

import java.util.OptionalInt;

/**
 * Where a series changes its mean once, by least squares (Hinkley: Inference about the Change-Point in a Sequence of Random
 * Variables, Biometrika 57, 1970), and whether at all, by Schwarz's criterion (Yao: Estimating the Number of Change-Points via
 * Schwarz' Criterion, Statistics and Probability Letters 6, 1988).
 */
public final class ChangePoint {
    /** A segment of one value has no residual, so a single odd value would be taken for a change. */
    private static final int SEGMENT_MIN = 2;

    /** A second mean and the place of the change: what a change adds to a model of one mean. */
    private static final int EXTRA_PARAMETERS = 2;

    /** Squares that small beside the values' own are rounding, not variation. */
    private static final double ROUNDING = 1e-24;

    private ChangePoint() {}

    /**
     * The index of the first value after the change.
     *
     * @param values in order of time, finite; NaN values, as of windows without requests, are passed over
     * @return empty if two means explain the series no better than one
     */
    public static OptionalInt of(double[] values) {
        int[] index = new int[values.length];
        double[] sums = new double[values.length + 1];
        int n = 0;
        double scale = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isInfinite(values[i])) {
                throw new IllegalArgumentException("values[" + i + "]: " + values[i] + " (expected: finite or NaN)");
            }
            if (!Double.isNaN(values[i])) {
                index[n++] = i;
                sums[n] = sums[n - 1] + values[i];
                scale += values[i] * values[i];
            }
        }
        int best = -1;
        double bestGain = 0;
        for (int k = SEGMENT_MIN; k <= n - SEGMENT_MIN; k++) {
            double difference = sums[k] / k - (sums[n] - sums[k]) / (n - k);
            double gain = difference * difference * k * (n - k) / n;
            if (gain > bestGain) {
                bestGain = gain;
                best = k;
            }
        }
        if (best < 0 || bestGain <= scale * ROUNDING) {
            return OptionalInt.empty();
        }
        double squares = squares(values, sums[n] / n);
        double left = Math.max(squares - bestGain, scale * ROUNDING);
        return n * Math.log(squares / left) > EXTRA_PARAMETERS * Math.log(n)
                ? OptionalInt.of(index[best])
                : OptionalInt.empty();
    }

    private static double squares(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
        }
        return squares;
    }
}
