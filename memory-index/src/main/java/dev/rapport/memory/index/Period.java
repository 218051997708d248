package dev.rapport.memory.index;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A stretch of time that a question names, in whole days of UTC like those that a memory shows.
 *
 * @param from its first day
 * @param to the day after its last, later than {@code from}
 */
record Period(LocalDate from, LocalDate to) {
    /** What happened is often told the day after. */
    private static final Duration TOLD_WITHIN = Duration.ofDays(1);

    Period {
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: after " + from + ")");
        }
    }

    static Period day(LocalDate day) {
        return new Period(day, day.plusDays(1));
    }

    /** Whether what was told then may well be of this time: told in it, or soon after. */
    boolean mayBeTold(Instant at) {
        return !at.isBefore(from.atStartOfDay(ZoneOffset.UTC).toInstant())
                && at.isBefore(to.atStartOfDay(ZoneOffset.UTC).toInstant().plus(TOLD_WITHIN));
    }

    /** A day that is not known exactly, since it was told in such units: as much before it as behind it. */
    static Period around(LocalDate day, ChronoUnit unit) {
        return switch (unit) {
            case DAYS -> new Period(day.minusDays(1), day.plusDays(2));
            case WEEKS -> new Period(day.minusDays(4), day.plusDays(5));
            case MONTHS -> new Period(day.minusDays(16), day.plusDays(17));
            default -> new Period(day.minusMonths(6), day.plusMonths(6));
        };
    }
}
