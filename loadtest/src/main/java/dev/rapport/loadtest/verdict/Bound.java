package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.metrics.Metric;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.stats.Interval;

/**
 * A limit in the unit of its metric.
 *
 * @param upper whether values up to it keep it; else values from it on do
 * @param text for people, such as {@code <= 330 ms}
 */
record Bound(double value, boolean upper, double confidence, String text) {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double PERCENT = 100;

    /** @throws IllegalArgumentException if the limit has neither side, or both */
    static Bound of(Limit limit, Metric metric) {
        Quantity max = limit.max();
        Quantity min = limit.min();
        if (max != null && min == null) {
            return new Bound(inUnitOf(metric.unit(), max), true, limit.confidence(), text(limit));
        }
        if (min != null && max == null) {
            return new Bound(inUnitOf(metric.unit(), min), false, limit.confidence(), text(limit));
        }
        throw new IllegalArgumentException(
                limit.metric() + ": min " + min + ", max " + max + " (expected: one of the two)");
    }

    static String text(Limit limit) {
        Quantity max = limit.max();
        Quantity min = limit.min();
        return max != null ? "<= " + max.text() : min != null ? ">= " + min.text() : "";
    }

    /** Times of limits are in milliseconds and percentages are ratios; metrics may be in seconds or in percent. */
    private static double inUnitOf(String unit, Quantity limit) {
        return switch (unit) {
            case "s" -> limit.unit().equals("ms") ? limit.value() / MILLIS_PER_SECOND : limit.value();
            case "%/h" -> limit.unit().equals("%") ? limit.value() * PERCENT : limit.value();
            default -> limit.value();
        };
    }

    /** False for NaN. */
    boolean keeps(double number) {
        return upper ? number <= value : number >= value;
    }

    /** Pass if even the worse end keeps it, fail if even the better one does not. */
    Word judge(Interval interval) {
        double worse = upper ? interval.high() : interval.low();
        double better = upper ? interval.low() : interval.high();
        return keeps(worse) ? Word.PASS : keeps(better) ? Word.INCONCLUSIVE : Word.FAIL;
    }
}
