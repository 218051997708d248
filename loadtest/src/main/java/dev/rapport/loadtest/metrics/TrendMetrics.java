package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.stats.MannKendall;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code trend.(p50|p95|throughput)}, the p-value of Mann and Kendall's test for a trend over 12 windows of the measured
 * phases, and {@code trend.cv}, the coefficient of variation of the windows' mean E2E.
 */
final class TrendMetrics implements Family {
    private final Windows windows;

    TrendMetrics(Windows windows) {
        this.windows = windows;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("trend") || !name.phase().isEmpty()) {
            return Optional.empty();
        }
        return switch (name.rest()) {
            case "p50" -> trend(windows.quantiles(0.5));
            case "p95" -> trend(windows.quantiles(0.95));
            case "throughput" -> trend(windows.throughput());
            case "cv" -> variation(windows.means());
            default -> Optional.empty();
        };
    }

    /** Empty if a window had no chat. */
    private static Optional<Metric> trend(double[] values) {
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            return Optional.empty();
        }
        var trend = MannKendall.test(values);
        return Optional.of(new Metric.Exact(
                "",
                trend.p(),
                values.length,
                String.format(Locale.ROOT, "tau %.2f over %d windows (Mann-Kendall)", trend.tau(), values.length)));
    }

    private static Optional<Metric> variation(double[] means) {
        if (Arrays.stream(means).anyMatch(Double::isNaN)) {
            return Optional.empty();
        }
        double mean = Arrays.stream(means).average().orElse(Double.NaN);
        double squares =
                Arrays.stream(means).map(each -> (each - mean) * (each - mean)).sum();
        double deviation = Math.sqrt(squares / (means.length - 1));
        return Optional.of(new Metric.Exact(
                "", deviation / mean, means.length, "standard deviation by mean of " + means.length + " windows"));
    }
}
