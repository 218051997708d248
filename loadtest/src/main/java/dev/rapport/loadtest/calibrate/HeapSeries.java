package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.stats.LeakVerdict;
import dev.rapport.loadtest.stats.LeakVerdict.Leak;
import java.util.ArrayList;
import java.util.List;

/** The live heap of one process over time. Used by one thread. */
final class HeapSeries {
    private static final double NANOS_PER_HOUR = 3_600e9;

    /** What every process does at its start (classes, compiled code, caches) is no leak. */
    private static final double WARM_UP = 0.2;

    private static final double CONFIDENCE = 0.99;

    private final List<Reading> readings = new ArrayList<>();

    private record Reading(double hours, double bytes) {}

    void add(long sinceStartNanos, double bytes) {
        readings.add(new Reading(sinceStartNanos / NANOS_PER_HOUR, bytes));
    }

    /** Judges all but the first fifth of the time. */
    Leak judge(double limitPerHour) {
        double from = readings.isEmpty() ? 0 : readings.getLast().hours() * WARM_UP;
        List<Reading> judged =
                readings.stream().filter(reading -> reading.hours() >= from).toList();
        return LeakVerdict.of(
                judged.stream().mapToDouble(Reading::hours).toArray(),
                judged.stream().mapToDouble(Reading::bytes).toArray(),
                limitPerHour,
                CONFIDENCE);
    }
}
