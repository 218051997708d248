package dev.rapport.loadtest.metrics;

import java.util.Optional;

/**
 * {@code recovery.(p95|success|throughput|heap)}: seconds from the end of a disturbance until the last window in which things
 * were not as before is over.
 */
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
                .map(result ->
                        new Metric.Exact("s", result.seconds().orElse(Double.POSITIVE_INFINITY), 1, statement(result)));
    }

    private static String statement(Recoveries.Result result) {
        String came = result.seconds().isPresent()
                ? "until the last window without " + result.what() + " was over"
                : "it did not come to " + result.what() + " for good";
        return result.changed().isPresent()
                ? came + "; the windows' mean changes after "
                        + Texts.number(result.changed().getAsDouble()) + " s"
                : came;
    }
}
