package dev.rapport.loadtest.metrics;

import java.util.Optional;

/** {@code recovery.(p95|success|throughput|heap)}: seconds from the end of a disturbance until things are as before. */
final class RecoveryMetrics implements Family {
    private final Recoveries recoveries;

    RecoveryMetrics(Recoveries recoveries) {
        this.recoveries = recoveries;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("recovery") || !name.phase().isEmpty()) {
            return Optional.empty();
        }
        return recoveries
                .of(name.rest())
                .map(result -> new Metric.Exact(
                        "s",
                        result.seconds().orElse(Double.POSITIVE_INFINITY),
                        1,
                        result.seconds().isPresent()
                                ? "until " + result.what() + " for good"
                                : "it did not come to " + result.what()));
    }
}
