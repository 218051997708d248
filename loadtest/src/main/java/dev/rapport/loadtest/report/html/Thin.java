package dev.rapport.loadtest.report.html;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Long series made as short as a drawing is wide. Windows of equal length may be averaged if they hold rates; percentiles
 * may not, so of those the largest of a group is shown.
 *
 * @param each how many windows make one column
 * @param columns how many there are then
 */
record Thin(int each, int columns) {
    /** More columns than this would be narrower than three pixels. */
    static final int COLUMNS_MAX = 300;

    static Thin of(int windows) {
        int each = Math.max(1, Math.ceilDiv(windows, COLUMNS_MAX));
        return new Thin(each, Math.ceilDiv(windows, each));
    }

    /** What a reader must know about the drawing; empty if nothing was left out. */
    String said(double secondsEach) {
        return each == 1
                ? ""
                : "Drawn with " + columns + " columns of " + each + " windows ("
                        + dev.rapport.loadtest.report.Numbers.tick(each * secondsEach)
                        + " s) each.";
    }

    /** Per column: its mean, least and largest; not a number where no window has a figure. */
    record Group(double mean, double least, double largest, double extreme) {
        static final Group NONE = new Group(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    List<Group> groups(List<? extends @Nullable Double> values) {
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < values.size(); from += each) {
            groups.add(group(values.subList(from, Math.min(values.size(), from + each))));
        }
        return groups;
    }

    private static Group group(List<? extends @Nullable Double> values) {
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        int n = 0;
        for (Double value : values) {
            if (value != null && Double.isFinite(value)) {
                sum += value;
                least = Math.min(least, value);
                largest = Math.max(largest, value);
                n++;
            }
        }
        return n == 0
                ? Group.NONE
                : new Group(sum / n, least, largest, Math.abs(least) > Math.abs(largest) ? least : largest);
    }
}
