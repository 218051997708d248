package dev.rapport.loadtest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How numbers are written, in every form of a report. Three digits or four, as HdrHistogram keeps three; large numbers whole,
 * with commas. Not a number is {@value #NONE}.
 */
public final class Numbers {
    /** What does not exist, or was not measured. */
    public static final String NONE = "–";

    public static final String INFINITE = "∞";

    private Numbers() {}

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    public static String of(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? INFINITE : "-" + INFINITE;
        }
        double size = Math.abs(value);
        int digits = size >= 1_000 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.001 ? 3 : 6;
        String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
        return text.startsWith("-") && text.chars().allMatch(c -> "-0.,".indexOf(c) >= 0) ? "0" : text;
    }

    /** A null is {@value #NONE}. */
    public static String orNone(@Nullable Double value) {
        return value == null ? NONE : of(value);
    }

    /**
     * With its unit.
     *
     * @param unit of {@code %}, the value is a ratio from 0 to 1; {@code count} and the empty unit are not written
     */
    public static String of(double value, String unit) {
        return switch (unit) {
            case "%" -> percent(value);
            case "", "count" -> whole(value) ? count((long) value) : of(value);
            default -> of(value) + " " + unit;
        };
    }

    private static boolean whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15;
    }

    /**
     * In percent.
     *
     * @param ratio from 0 to 1; near 1, where the nines count, with four decimals
     */
    public static String percent(double ratio) {
        return percent(ratio, RoundingMode.HALF_UP);
    }

    /** Rounded down, so that a lower bound does not claim more than was shown. */
    public static String percentAtLeast(double ratio) {
        return percent(ratio, RoundingMode.FLOOR);
    }

    private static String percent(double ratio, RoundingMode rounding) {
        if (!Double.isFinite(ratio)) {
            return of(ratio);
        }
        int digits = ratio > 0.99 && ratio < 1 ? 4 : 2;
        return BigDecimal.valueOf(ratio)
                        .movePointRight(2)
                        .setScale(digits, rounding)
                        .toPlainString()
                + " %";
    }

    /** The ends of an interval; a null end is unbounded. */
    public static String interval(@Nullable Double low, @Nullable Double high, String unit) {
        if (low == null && high == null) {
            return NONE;
        }
        if (low == null) {
            return "<= " + of(high == null ? Double.NaN : high, unit);
        }
        if (high == null) {
            return ">= " + atLeast(low, unit);
        }
        String from = atLeast(low, unit);
        String to = of(high, unit);
        int end = to.lastIndexOf(' '); // the unit is said once
        String shared = end < 0 ? "" : to.substring(end);
        return (from.endsWith(shared) ? from.substring(0, from.length() - shared.length()) : from) + " to " + to;
    }

    /** As everywhere where a lower bound is said: one number must not be two. */
    private static String atLeast(double low, String unit) {
        return unit.equals("%") ? percentAtLeast(low) : of(low, unit);
    }

    /** Such as {@code 2:05} or {@code 1:00:00}; with tenths below ten seconds, if there are any. */
    public static String clock(double seconds) {
        if (!Double.isFinite(seconds)) {
            return of(seconds);
        }
        if (seconds < 10 && !whole(seconds)) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long all = Math.round(seconds);
        return all < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3_600, all / 60 % 60, all % 60);
    }

    /** For axes: no more digits than needed, thousands as {@code k}, millions as {@code M}. */
    public static String tick(double value) {
        double size = Math.abs(value);
        if (size >= 1e9) {
            return plain(value / 1e9) + "G";
        }
        if (size >= 1e6) {
            return plain(value / 1e6) + "M";
        }
        return size >= 10_000 ? plain(value / 1e3) + "k" : plain(value);
    }

    private static String plain(double value) {
        if (!Double.isFinite(value)) {
            return of(value);
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.signum() == 0
                ? "0"
                : String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
    }

    /** A percentile's name, such as {@code p99.9}. */
    public static String percentile(double percent) {
        return "p" + plain(percent);
    }
}
