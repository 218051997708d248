package dev.rapport.loadtest.profile;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How numbers with units are written in profiles. Pure. */
final class Units {
    private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:[_.,]?\\d+)*(?:e-?\\d+)?)\\s*([^\\d\\s].*)?");
    private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+)");
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double PERCENT = 100;

    private Units() {}

    /** {@code 250ms}, {@code 60s}, {@code 30m}, {@code 1h}; parts of a unit may be written as a decimal fraction. */
    static Duration duration(String text) {
        Quantity quantity = quantity(text);
        if (!quantity.unit().equals("ms") || quantity.value() < 0) {
            throw new IllegalArgumentException(text + " (expected: a number and ms, s, m or h)");
        }
        return Duration.ofNanos(Math.round(quantity.value() * 1e6));
    }

    /** A duration, or two with two dots between them. */
    static Wait wait(String text) {
        Matcher range = RANGE.matcher(text.strip());
        return range.matches()
                ? new Wait(duration(range.group(1)), duration(range.group(2)))
                : new Wait(duration(text), duration(text));
    }

    /** A number and what follows it; see {@link Quantity} for what becomes of times and percentages. */
    static Quantity quantity(String text) {
        Matcher matcher = NUMBER.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: a number and a unit, such as 120ms or 99.9%)");
        }
        double number = Double.parseDouble(matcher.group(1).replace("_", "").replace(",", ""));
        String unit = matcher.group(2) == null ? "" : matcher.group(2).strip();
        return switch (unit) {
            case "ms" -> new Quantity(number, "ms", text);
            case "s" -> new Quantity(number * MILLIS_PER_SECOND, "ms", text);
            case "m", "min" -> new Quantity(number * 60 * MILLIS_PER_SECOND, "ms", text);
            case "h" -> new Quantity(number * 3_600 * MILLIS_PER_SECOND, "ms", text);
            case "%" -> new Quantity(number / PERCENT, "%", text);
            default -> new Quantity(number, unit, text);
        };
    }
}
