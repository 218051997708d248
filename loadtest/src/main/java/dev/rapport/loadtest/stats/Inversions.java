package dev.rapport.loadtest.stats;

import java.util.Arrays;

/**
 * Counts pairs out of order by sorting them (Knight: A Computer Method for Calculating Kendall's Tau with Ungrouped Data,
 * Journal of the American Statistical Association 61, 1966), in time of the order of n log n.
 */
final class Inversions {
    private Inversions() {}

    /** How many pairs i &lt; k have values[k] &lt; values[i]; with {@code orEqual}, values[k] &lt;= values[i]. */
    static long count(double[] values, boolean orEqual) {
        double[] from = values.clone();
        double[] to = new double[from.length];
        long count = 0;
        for (int width = 1; width < from.length; width *= 2) {
            for (int low = 0; low < from.length; low += 2 * width) {
                int middle = Math.min(low + width, from.length);
                int high = Math.min(low + 2 * width, from.length);
                count += merge(from, to, low, middle, high, orEqual);
            }
            double[] sorted = to;
            to = from;
            from = sorted;
        }
        return count;
    }

    private static long merge(double[] from, double[] to, int low, int middle, int high, boolean orEqual) {
        long count = 0;
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeRight = left == middle
                    || (right < high && (orEqual ? from[right] <= from[left] : from[right] < from[left]));
            if (takeRight) {
                count += middle - left;
                to[i] = from[right++];
            } else {
                to[i] = from[left++];
            }
        }
        return count;
    }

    /** Of each group of equal values, size(size - 1) / 2: the pairs that are tied. */
    static long tiedPairs(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        long pairs = 0;
        long same = 0;
        for (int i = 1; i < sorted.length; i++) {
            same = sorted[i] == sorted[i - 1] ? same + 1 : 0;
            pairs += same;
        }
        return pairs;
    }

    /** The variance of Kendall's S if there is no trend, with the correction for ties in these values. */
    static double varianceOfS(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double variance = term(sorted.length);
        int size = 1;
        for (int i = 1; i <= sorted.length; i++) {
            if (i < sorted.length && sorted[i] == sorted[i - 1]) {
                size++;
            } else {
                variance -= term(size);
                size = 1;
            }
        }
        return variance / 18;
    }

    private static double term(double n) {
        return n * (n - 1) * (2 * n + 5);
    }
}
