package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Gauge;
import java.util.List;
import java.util.Optional;

/** {@code system.restarts} and {@code system.loops_blocked}, of all parts of the service over the whole run. */
final class SystemMetrics implements Family {
    private final RunData run;

    SystemMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.is("system.restarts")) {
            return increase(Gauge.RESTARTS, "starts beyond the first");
        }
        return name.is("system.loops_blocked")
                ? increase(Gauge.LOOP_BLOCKED, "stalls of event loops")
                : Optional.empty();
    }

    /** Empty if nobody was read twice: a counter that was not read is not one that stood still. */
    private Optional<Metric> increase(String gauge, String what) {
        List<String> read = run.serviceSources().stream()
                .filter(source -> run.gauges(source, gauge).size() >= 2)
                .toList();
        double sum = read.stream()
                .mapToDouble(source -> run.increase(source, gauge, 0, Long.MAX_VALUE))
                .sum();
        return read.isEmpty()
                ? Optional.empty()
                : Optional.of(new Metric.Exact("", sum, read.size(), what + " in " + read.size() + " parts"));
    }
}
