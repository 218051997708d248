package dev.rapport.loadtest.profile;

import org.jspecify.annotations.Nullable;

/** Refuses values of a profile, naming them. */
final class Check {
    private Check() {}

    static void text(String key, @Nullable String value) {
        that(value != null && !value.isBlank(), key, String.valueOf(value), "some text");
    }

    static void range(String key, long value, long min, long max) {
        that(value >= min && value <= max, key, value, min + ".." + max);
    }

    static void that(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
        }
    }
}
