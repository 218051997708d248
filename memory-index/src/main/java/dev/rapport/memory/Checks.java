package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

/** The checks that the records of this package share. */
final class Checks {
    private Checks() {}

    static String requireText(String name, String text, int lengthMax) {
        requireNonNull(text, name);
        if (text.isBlank() || text.length() > lengthMax) {
            throw new IllegalArgumentException(
                    name + ": " + text.length() + " characters (expected: 1.." + lengthMax + ", not all blank)");
        }
        return text;
    }

    static void requireConfidence(float confidence) {
        if (!(confidence >= 0 && confidence <= 1)) { // this way round, NaN is refused too
            throw new IllegalArgumentException("confidence: " + confidence + " (expected: 0..1)");
        }
    }

    static void requireInRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }
}
