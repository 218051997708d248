package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.measure.Little;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Little's law over the measured phases. L comes from the harness's gauge, which knows of no latency; arrivals times W from
 * the samples. Chats count, as the gauge counts them alone, from begun to settled, and those that reach over an edge count with the part inside.
 */
public final class LittleCheck {
    private LittleCheck() {}

    /** A stretch of time between readings that follow one another, in nanoseconds after the run's start. */
    private record Span(long from, long to) {}

    /** Empty if the gauge was not read twice in a measured phase. */
    public static Optional<Little> of(RunData run) {
        List<Span> spans = new ArrayList<>();
        double area = 0;
        Gauge before = null;
        for (Gauge reading : run.gauges(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN)) {
            if (before != null && run.isMeasured(before.atNanos()) && run.isMeasured(reading.atNanos())) {
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
