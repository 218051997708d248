package dev.rapport.loadtest.lint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit as reports write it, such as {@code <= 330 ms}. Pure.
 *
 * @param atMost whether smaller is better
 * @param strict whether the limit itself breaks it
 */
record Limit(boolean atMost, boolean strict, double value, String unit) {
    private static final Pattern WRITTEN =
            Pattern.compile("^\\s*(<=|>=|<|>|≤|≥)\\s*(-?[0-9][0-9,]*(?:\\.[0-9]+)?)\\s*([^\\s(;,]*)");

    private static final Pattern MEASURED = Pattern.compile("^\\s*(-?[0-9][0-9,]*(?:\\.[0-9]+)?)\\s*([^\\s(;,]*)\\s*$");

    /** Empty if it is written in words. */
    static Optional<Limit> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String sign = matcher.group(1);
        boolean atMost = sign.startsWith("<") || sign.equals("≤");
        boolean strict = sign.equals("<") || sign.equals(">");
        return Optional.of(new Limit(atMost, strict, number(matcher.group(2)), matcher.group(3)));
    }

    /** Whether a measured text such as {@code 3.2 ms} keeps it; empty if that is not a number in the limit's unit. */
    Optional<Boolean> keptBy(String measured) {
        Matcher matcher = MEASURED.matcher(measured);
        return matcher.find() && matcher.group(2).equals(unit)
                ? Optional.of(keeps(number(matcher.group(1))))
                : Optional.empty();
    }

    boolean keeps(double measured) {
        if (measured == value) {
            return !strict;
        }
        return atMost == measured < value;
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }
}
