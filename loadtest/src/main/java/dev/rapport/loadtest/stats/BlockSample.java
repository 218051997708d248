package dev.rapport.loadtest.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/**
 * Values in order of time, cut into blocks, and one resample of them at a time.
 *
 * <p>A resample is as many windows as there are blocks. A window is one block long and starts anywhere in a block: it takes the
 * rest of that block and the start of the next; after the last block comes the first. So each value is drawn as often as any
 * other on average, and values of one time stay together.
 *
 * <p>A resample is kept as how often each value was drawn, in order of time, where windows are runs. A quantile is then found by
 * walking the values in order of size from the nearer end: for p99 of 350,000 values, some 3,500 steps.
 */
final class BlockSample {
    private final double[] sorted;

    /** Of each value in order of size, its place in order of time. */
    private final int[] timeOfSorted;

    /** Where each block starts in order of time, and where the last ends. */
    private final int[] starts;

    /** Of values in order of time: the sum of the finite ones before each, and how many infinite ones are before. */
    private final double[] sumsBefore;

    private final int[] infiniteBefore;
    private final int[] drawn;
    private long drawnTotal;
    private double drawnSum;
    private long drawnInfinite;

    BlockSample(double[] values, int[] block) {
        Check.sameLength("block", block.length, "values", values.length);
        Check.atLeast("values: length", values.length, 1);
        double[] byTime = new double[values.length];
        starts = cut(values, block, byTime);
        timeOfSorted = order(byTime);
        sorted = new double[byTime.length];
        Arrays.setAll(sorted, i -> byTime[timeOfSorted[i]]);
        sumsBefore = new double[byTime.length + 1];
        infiniteBefore = new int[byTime.length + 1];
        for (int i = 0; i < byTime.length; i++) {
            boolean infinite = byTime[i] == Double.POSITIVE_INFINITY;
            sumsBefore[i + 1] = sumsBefore[i] + (infinite ? 0 : byTime[i]);
            infiniteBefore[i + 1] = infiniteBefore[i] + (infinite ? 1 : 0);
        }
        drawn = new int[byTime.length];
    }

    /** How many blocks have values. */
    int blocks() {
        return starts.length - 1;
    }

    /** Draws the next resample; what is asked afterwards is of it. */
    void draw(RandomGenerator random) {
        Arrays.fill(drawn, 0);
        drawnTotal = 0;
        drawnSum = 0;
        drawnInfinite = 0;
        for (int i = 0; i < blocks(); i++) {
            int first = random.nextInt(blocks());
            int second = first + 1 < blocks() ? first + 1 : 0;
            double phase = random.nextDouble();
            add(place(first, phase), starts[first + 1]);
            add(starts[second], place(second, phase));
        }
    }

    private int place(int block, double phase) {
        return starts[block] + (int) Math.round(phase * (starts[block + 1] - starts[block]));
    }

    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            drawn[i]++;
        }
        drawnTotal += to - from;
        drawnSum += sumsBefore[to] - sumsBefore[from];
        drawnInfinite += infiniteBefore[to] - infiniteBefore[from];
    }

    /** The mean of the resample; infinite if one of its values is. */
    double mean() {
        return drawnInfinite > 0 ? Double.POSITIVE_INFINITY : drawnSum / drawnTotal;
    }

    /** The quantile of the resample by nearest rank. */
    double quantile(double q) {
        long rank = Quantile.rank(drawnTotal, q);
        return rank <= drawnTotal / 2 ? fromBelow(rank) : fromAbove(drawnTotal - rank + 1);
    }

    private double fromBelow(long rank) {
        int i = -1;
        for (long left = rank; left > 0; ) {
            left -= drawn[timeOfSorted[++i]];
        }
        return sorted[i];
    }

    private double fromAbove(long rank) {
        int i = sorted.length;
        for (long left = rank; left > 0; ) {
            left -= drawn[timeOfSorted[--i]];
        }
        return sorted[i];
    }

    /** The quantile of all values by nearest rank. */
    double quantileOfAll(double q) {
        return Quantile.of(sorted, q);
    }

    /** Fills {@code byTime} with the values by ascending block, in their own order within one. */
    private static int[] cut(double[] values, int[] block, double[] byTime) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> block[i]));
        int[] starts = new int[values.length + 1];
        int blocks = 0;
        for (int i = 0; i < values.length; i++) {
            double value = values[order[i]];
            if (Double.isNaN(value) || value == Double.NEGATIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "values[" + order[i] + "]: " + value + " (expected: a number or infinity)");
            }
            byTime[i] = value;
            if (i == 0 || block[order[i]] != block[order[i - 1]]) {
                starts[blocks++] = i;
            }
        }
        starts[blocks] = values.length;
        return Arrays.copyOf(starts, blocks + 1);
    }

    private static int[] order(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
