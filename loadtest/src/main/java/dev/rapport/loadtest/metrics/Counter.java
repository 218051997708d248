package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Gauge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A gauge that only grows, such as CPU time, between readings. It is read about once a second, so in a phase of a few seconds
 * the readings inside leave much of it out; what it was at the edges is interpolated.
 */
final class Counter {
    /** Readings farther from an edge than this say nothing of it: three of them were missed. */
    static final long NEIGHBOUR_NANOS_MAX = 3_000_000_000L;

    private final long[] at;
    private final double[] sum;

    /**
     * A stretch of time, in nanoseconds after the run's start.
     *
     * @param to not before {@code from}
     */
    record Span(long from, long to) {}

    /**
     * A counter as it was read.
     *
     * @param readings in order of time; one that is less than the one before belongs to a process that was started anew,
     *     and counts from 0
     */
    Counter(List<Gauge> readings) {
        at = new long[readings.size()];
        sum = new double[readings.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = readings.get(i).atNanos();
            if (i > 0) {
                double value = readings.get(i).value();
                double before = readings.get(i - 1).value();
                sum[i] = sum[i - 1] + (value >= before ? value - before : value);
            }
        }
    }

    /**
     * By how much it grew in these stretches. What two of them share counts once. A stretch in which it was not read at all
     * adds nothing: then the part did not run.
     *
     * @return empty if it was read in none, or an edge of one has no readings to interpolate from
     */
    OptionalDouble increase(List<Span> spans) {
        double grown = 0;
        boolean any = false;
        for (Span span : union(spans)) {
            if (isReadIn(span)) {
                double part = valueAt(span.to()) - valueAt(span.from());
                if (Double.isNaN(part)) {
                    return OptionalDouble.empty();
                }
                grown += part;
                any = true;
            }
        }
        return any ? OptionalDouble.of(grown) : OptionalDouble.empty();
    }

    private static List<Span> union(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(Span::from));
        List<Span> union = new ArrayList<>();
        for (Span span : sorted) {
            if (!union.isEmpty() && span.from() <= union.getLast().to()) {
                Span last = union.removeLast();
                union.add(new Span(last.from(), Math.max(last.to(), span.to())));
            } else {
                union.add(span);
            }
        }
        return union;
    }

    /** A phase of less than a second may lie between two readings, so those beside it count, too. */
    private boolean isReadIn(Span span) {
        for (long each : at) {
            if (each >= span.from() - NEIGHBOUR_NANOS_MAX && each <= span.to() + NEIGHBOUR_NANOS_MAX) {
                return true;
            }
        }
        return false;
    }

    /**
     * On the line through the readings before and behind; if there is only one side, as where a part's life ends, on the line
     * through the two nearest. NaN if they are too far away.
     */
    private double valueAt(long nanos) {
        int behind = 0;
        while (behind < at.length && at[behind] < nanos) {
            behind++;
        }
        if (behind < at.length && at[behind] == nanos) {
            return sum[behind];
        }
        int before = behind - 1;
        boolean haveBefore = before >= 0 && near(before, nanos);
        boolean haveBehind = behind < at.length && near(behind, nanos);
        if (haveBefore && haveBehind) {
            return line(before, behind, nanos);
        }
        if (haveBefore && before >= 1 && near(before - 1, nanos)) {
            return line(before - 1, before, nanos);
        }
        if (haveBehind && behind + 1 < at.length && near(behind + 1, nanos)) {
            return line(behind, behind + 1, nanos);
        }
        return Double.NaN;
    }

    private boolean near(int reading, long nanos) {
        return Math.abs(at[reading] - nanos) <= NEIGHBOUR_NANOS_MAX;
    }

    private double line(int from, int to, long nanos) {
        return sum[from] + (sum[to] - sum[from]) * (nanos - at[from]) / (at[to] - at[from]);
    }
}
