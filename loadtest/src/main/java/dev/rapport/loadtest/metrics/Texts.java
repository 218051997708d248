package dev.rapport.loadtest.metrics;

import java.util.Locale;

/** Numbers for people. */
public final class Texts {
    private Texts() {}

    /** With commas. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A ratio as percent, with digits enough to tell it from 100 %; cut, not rounded, as a bound must not be too good. */
    public static String percent(double ratio) {
        double percent = 100 * ratio;
        double below = 100 - percent;
        int digits = below >= 10 ? 1 : below >= 0.05 ? 2 : below >= 0.005 ? 3 : 4;
        double scale = Math.pow(10, digits);
        String cut = number(Math.floor(percent * scale + CUT_ROUNDING) / scale, digits);
        return cut.replaceFirst("\\.0+$", "") + " %";
    }

    /** 0.95 in percent is a little less than 95 in doubles, and must not be cut to 94.99. */
    private static final double CUT_ROUNDING = 1e-6;

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
