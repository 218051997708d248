package dev.rapport.loadtest.lint;

import java.util.Locale;

/** How numbers are written. Pure. */
final class Say {
    private static final double FOUR_DIGITS = 1_000;
    private static final int SIGNIFICANT = 4;
    private static final double INTEGER_MAX = 1e15;

    private Say() {}

    /** To four digits, without an exponent, and with commas from a thousand up. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "none" : "without end";
        }
        double size = Math.abs(value);
        if (size >= FOUR_DIGITS || (value == Math.rint(value) && size < INTEGER_MAX)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        int decimals = SIGNIFICANT - 1 - (int) Math.floor(Math.log10(size));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A ratio as a percentage, to so many decimals. */
    static String percent(double ratio, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * ratio);
    }

    /** {@code 3}, or {@code 2.3 to 4} if the ends are written differently. */
    static String range(double low, double high) {
        String from = number(low);
        String to = number(high);
        return from.equals(to) ? from : from + " to " + to;
    }
}
