package dev.rapport.loadtest.profile;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A time to wait, drawn evenly from {@code min} to {@code max}; written {@code 3s..8s}, or {@code 5s} for always the same. */
public record Wait(Duration min, Duration max) {
    public static final Wait NONE = new Wait(Duration.ZERO, Duration.ZERO);

    public Wait {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException(min + ".." + max + " (expected: 0 <= min <= max)");
        }
    }

    public long drawNanos(RandomGenerator random) {
        return min.equals(max) ? min.toNanos() : random.nextLong(min.toNanos(), max.toNanos());
    }
}
