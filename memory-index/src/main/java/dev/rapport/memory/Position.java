package dev.rapport.memory;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A place in a Redis stream: the millisecond, and the number within it. Both are unsigned. */
record Position(long millis, long number) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.<Position, Long>comparing(
                    Position::millis, Long::compareUnsigned)
            .thenComparing(Position::number, Long::compareUnsigned);

    static Position parse(String text) {
        int dash = text.indexOf('-');
        try {
            if (dash > 0) {
                return new Position(
                        Long.parseUnsignedLong(text, 0, dash, 10),
                        Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
            }
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException("position: " + text + " (expected: like 1700000000000-0)", cause);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
