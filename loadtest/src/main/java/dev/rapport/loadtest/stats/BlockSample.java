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
 * <p>A mean needs only sums before each value. For a quantile it is counted how often each value was drawn, in order of time,
 * where windows are runs; then the values are walked in order of size from the nearer end: for p99 of 350,000 values, some
 * 3,500 steps.
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
    /** The windows of the resample, each as two runs of values in order of time: where they start, and where they end. */
    private final int[] from;

    private final int[] to;

    /** How often each value was drawn, in order of time. */
    private final int[] drawn;

    private boolean counted;
    private long drawnTotal;

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
        from = new int[2 * blocks()];
        to = new int[2 * blocks()];
        drawn = new int[byTime.length];
    }

    /** How many blocks have values. */
    int blocks() {
        return starts.length - 1;
    }

    /** Draws the next resample; what is asked afterwards is of it. */
    void draw(RandomGenerator random) {
        counted = false;
        drawnTotal = 0;
        for (int i = 0; i < blocks(); i++) {
            int first = random.nextInt(blocks());
            int second = first + 1 < blocks() ? first + 1 : 0;
            double phase = random.nextDouble();
            window(2 * i, place(first, phase), starts[first + 1]);
            window(2 * i + 1, starts[second], place(second, phase));
        }
    }

    /** Rounded to the nearest, so that no window is empty: below a half the rest of a block is not, from there the start. */
    private int place(int block, double phase) {
        return starts[block] + (int) Math.round(phase * (starts[block + 1] - starts[block]));
    }

    private void window(int run, int start, int end) {
        from[run] = start;
        to[run] = end;
        drawnTotal += end - start;
    }

    /** The mean of the resample; infinite if one of its values is. */
    double mean() {
        double sum = 0;
        for (int run = 0; run < from.length; run++) {
            if (infiniteBefore[to[run]] > infiniteBefore[from[run]]) {
                return Double.POSITIVE_INFINITY;
            }
            sum += sumsBefore[to[run]] - sumsBefore[from[run]];
        }
        return sum / drawnTotal;
    }

    /** The quantile of the resample by nearest rank. */
    double quantile(double q) {
        if (!counted) {
            count();
        }
        long rank = Quantile.rank(drawnTotal, q);
        return rank <= drawnTotal / 2 ? fromBelow(rank) : fromAbove(drawnTotal - rank + 1);
    }

    private void count() {
        Arrays.fill(drawn, 0);
        for (int run = 0; run < from.length; run++) {
            for (int i = from[run]; i < to[run]; i++) {
                drawn[i]++;
            }
        }
        counted = true;
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
