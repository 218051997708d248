package dev.rapport.loadtest.calibrate;

import java.time.Duration;

/**
 * When the known server holds everything back: for {@code length} at the beginning of each {@code every}, counted from
 * the epoch plus {@code phase}. What is due in a stall leaves at its end. Pure; times are nanoseconds since 1970.
 *
 * <p>Counted by the wall clock, because that is what two processes on one machine share and what a run writes down.
 *
 * @param every from the start of one stall to the start of the next; above zero
 * @param length zero for none; shorter than {@code every}
 * @param phase start of the first stall after the epoch
 */
public record Stalls(Duration every, Duration length, Duration phase) {
    public static final Stalls NONE = new Stalls(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);

    /** Two seconds in every ten, as a long collection of garbage would make them. */
    public static final Stalls TWO_IN_TEN = new Stalls(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ZERO);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is out of its range; the message has its option, value and range
     */
    public Stalls {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("stall-every: " + every + " (expected: more than 0)");
        }
        if (length.isNegative() || length.compareTo(every) >= 0) {
            throw new IllegalArgumentException("stall: " + length + " (expected: 0 up to, but not, " + every + ")");
        }
    }

    /** When something leaves that is due at this time: then, or at the end of the stall that it falls into. */
    public long leavesAt(long dueNanos) {
        long since = Math.floorMod(dueNanos - phase.toNanos(), every.toNanos());
        return since < length.toNanos() ? dueNanos - since + length.toNanos() : dueNanos;
    }

    /** Whether something due at this time is held back. */
    public boolean holds(long dueNanos) {
        return leavesAt(dueNanos) != dueNanos;
    }

    /** How much of the time from {@code fromNanos} to {@code toNanos} is stalled, in nanoseconds. */
    public long stalledNanos(long fromNanos, long toNanos) {
        return stalledUpTo(toNanos) - stalledUpTo(fromNanos);
    }

    private long stalledUpTo(long nanos) {
        long shifted = nanos - phase.toNanos();
        long since = Math.floorMod(shifted, every.toNanos());
        return Math.floorDiv(shifted, every.toNanos()) * length.toNanos() + Math.min(since, length.toNanos());
    }
}
