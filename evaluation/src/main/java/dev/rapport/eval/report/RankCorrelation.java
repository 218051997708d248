package dev.rapport.eval.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation: whether two lists of numbers have the same order, whatever the numbers are. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * Pearson's correlation of the ranks; equal numbers share the mean of their ranks.
     *
     * @param left at least two numbers, not all equal
     * @param right as many
     * @return -1 (opposite order) to 1 (same order)
     */
    public static double of(double[] left, double[] right) {
        if (left.length != right.length || left.length < 2) {
            throw new IllegalArgumentException(
                    "numbers: " + left.length + " and " + right.length + " (expected: as many of each, at least 2)");
        }
        double[] x = ranks(left);
        double[] y = ranks(right);
        double mean = (left.length - 1) / 2.0;
        double both = 0;
        double squareX = 0;
        double squareY = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - mean) * (y[i] - mean);
            squareX += (x[i] - mean) * (x[i] - mean);
            squareY += (y[i] - mean) * (y[i] - mean);
        }
        return both / Math.sqrt(squareX * squareY);
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double rank = (from + to - 1) / 2.0;
            Arrays.stream(order, from, to).forEach(i -> ranks[i] = rank);
        }
        return ranks;
    }
}
