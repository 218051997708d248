package dev.rapport.loadtest.metrics;

import java.util.Locale;

/** Numbers for people. */
public final class Texts {
    private Texts() {}

    /** With commas. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A ratio as percent, with digits enough to tell it from 100 %; a bound that is rounded is rounded down. */
    public static String percent(double ratio) {
        double percent = 100 * ratio;
        int digits =
                100 - percent >= 10 || percent >= 100 ? 1 : 100 - percent >= 0.1 ? 2 : 100 - percent >= 0.01 ? 3 : 4;
        double scale = Math.pow(10, digits);
        return number(Math.floor(percent * scale + 1e-6) / scale, digits) + " %";
    }

    /** To three significant digits or so. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "nothing";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "without end" : "without bound";
        }
        double size = Math.abs(value);
        return number(
                value,
                size >= 100 || size == 0 || value == Math.rint(value)
                        ? 0
                        : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 6);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** A value of a metric with its unit; ratios as percent. */
    public static String valued(double value, String unit) {
        if (unit.equals("%") && Double.isFinite(value)) {
            return percent(value);
        }
        return number(value) + (unit.isEmpty() || !Double.isFinite(value) ? "" : " " + unit);
    }
}
