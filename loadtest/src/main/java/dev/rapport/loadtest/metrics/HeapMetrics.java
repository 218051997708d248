package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code heap@PHASE.growth} (MB of a million bytes), how much more the service's instances hold after the phase than before
 * it, and {@code heap@PHASE.recovered}, the share of the rise at the phase's peak that is gone after it. What is held is the
 * heap right after a full collection, the last one before the phase and the first one after it; where none is forced, the
 * least reading of the minute before and of the minute after. Peaks of the instances are added up, wherever they lie.
 */
final class HeapMetrics implements Family {
    /** As long as the published test waited for its heap. */
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private static final double MB = 1e6;

    private final RunData run;

    HeapMetrics(RunData run) {
        this.run = run;
    }

    /** Of all instances, in bytes. */
    private record Levels(double before, double peak, double after, int instances) {
        private Levels plus(Levels other) {
            return new Levels(
                    before + other.before, peak + other.peak, after + other.after, instances + other.instances);
        }

        private String said() {
            return Texts.number(before / MB) + " MB before, " + Texts.number(peak / MB) + " at most, "
                    + Texts.number(after / MB) + " after, in " + instances + " instances";
        }
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("heap") || name.phase().isEmpty()) {
            return Optional.empty();
        }
        Optional<Levels> levels = levels(run.info().phase(name.phase()));
        return levels.flatMap(all -> switch (name.rest()) {
            case "growth" ->
                Optional.of(new Metric.Exact("MB", (all.after - all.before) / MB, all.instances, all.said()));
            case "recovered" -> {
                double rise = all.peak - all.before;
                double recovered = rise <= 0 ? 1 : (all.peak - all.after) / rise;
                yield Optional.of(new Metric.Exact("%", recovered, all.instances, all.said()));
            }
            default -> Optional.empty();
        });
    }

    /** Empty if an instance with a heap was not read before, in and after the phase. */
    private Optional<Levels> levels(PhaseRecord phase) {
        Optional<Levels> sum = Optional.of(new Levels(0, 0, 0, 0));
        for (String source : run.serviceSources()) {
            if (!run.gauges(source, Gauge.HEAP_USED).isEmpty()) {
                Optional<Levels> one = levels(source, phase);
                sum = sum.flatMap(before -> one.map(before::plus));
            }
        }
        return sum.filter(levels -> levels.instances > 0);
    }

    private Optional<Levels> levels(String source, PhaseRecord phase) {
        List<Gauge> collected = run.gauges(source, Gauge.HEAP_AFTER_GC);
        OptionalDouble before = collected.isEmpty()
                ? least(source, phase.startNanos() - MINUTE_NANOS, phase.startNanos())
                : last(collected, phase.startNanos());
        OptionalDouble after = collected.isEmpty()
                ? least(source, phase.endNanos(), phase.endNanos() + MINUTE_NANOS)
                : first(collected, phase.endNanos());
        OptionalDouble peak = run.gauges(source, Gauge.HEAP_USED).stream()
                .filter(each -> each.atNanos() >= phase.startNanos() && each.atNanos() <= phase.endNanos())
                .mapToDouble(Gauge::value)
                .max();
        return before.isEmpty() || after.isEmpty() || peak.isEmpty()
                ? Optional.empty()
                : Optional.of(new Levels(before.getAsDouble(), peak.getAsDouble(), after.getAsDouble(), 1));
    }

    private OptionalDouble least(String source, long from, long to) {
        return run.gauges(source, Gauge.HEAP_USED).stream()
                .filter(each -> each.atNanos() >= from && each.atNanos() <= to)
                .mapToDouble(Gauge::value)
                .min();
    }

    private static OptionalDouble last(List<Gauge> readings, long to) {
        return readings.stream()
                .filter(each -> each.atNanos() <= to)
                .mapToDouble(Gauge::value)
                .reduce((earlier, later) -> later);
    }

    private static OptionalDouble first(List<Gauge> readings, long from) {
        return readings.stream()
                .filter(each -> each.atNanos() >= from)
                .mapToDouble(Gauge::value)
                .findFirst();
    }
}
