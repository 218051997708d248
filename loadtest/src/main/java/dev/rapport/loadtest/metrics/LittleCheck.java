package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.measure.Little;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Little's law over the measured phases. L comes from the harness's gauge, which counts who comes and who goes and knows of no
 * latency; arrivals times W from the samples. Chats count, as the gauge counts them alone, from begun to settled, and those
 * that reach over an edge count with the part inside.
 *
 * <p>Each reading is of the time since the one before. All that reach into a measured phase are taken whole, with what lies
 * before and after the phase: a burst may be over before the next reading.
 */
public final class LittleCheck {
    private LittleCheck() {}

    /** A stretch of time between readings that follow one another, in nanoseconds after the run's start. */
    private record Span(long from, long to) {}

    /** Empty if no two readings have a part of a measured phase between them. */
    public static Optional<Little> of(RunData run) {
        List<Span> spans = new ArrayList<>();
        double area = 0;
        Gauge before = null;
        for (Gauge reading : run.gauges(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN)) {
            if (before != null && isMeasured(run, before.atNanos(), reading.atNanos())) {
                area += reading.value() * (reading.atNanos() - before.atNanos());
                extend(spans, before.atNanos(), reading.atNanos());
            }
            before = reading;
        }
        double length =
                spans.stream().mapToDouble(span -> span.to() - span.from()).sum();
        if (length == 0) {
            return Optional.empty();
        }
        double inside = 0;
        for (Sample sample : run.samples()) {
            inside += inside(spans, sample);
        }
        return Optional.of(new Little(area / length, inside / length));
    }

    private static boolean isMeasured(RunData run, long from, long to) {
        return run.measured().stream()
                .anyMatch(
                        phase -> phase.startNanos() < to && Math.max(phase.endNanos(), run.workEndNanos(phase)) > from);
    }

    private static void extend(List<Span> spans, long from, long to) {
        if (!spans.isEmpty() && spans.getLast().to() == from) {
            spans.add(new Span(spans.removeLast().from(), to));
        } else {
            spans.add(new Span(from, to));
        }
    }

    private static double inside(List<Span> spans, Sample sample) {
        if (sample.operation() != Sample.Operation.CHAT || sample.times().begun() < 0) {
            return 0;
        }
        long from = sample.plannedNanos() + sample.times().begun();
        double nanos = 0;
        for (Span span : spans) {
            nanos += Math.max(0, Math.min(span.to(), sample.settledAtNanos()) - Math.max(span.from(), from));
        }
        return nanos;
    }
}
