package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.Jain;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code streams.jain} and {@code streams.slowest_over_fastest}: whether all users fare alike, by the mean E2E of each
 * user's good answers. Jain, Chiu, Hawe: A Quantitative Measure of Fairness, DEC TR-301, 1984.
 */
final class FairnessMetrics implements Family {
    private final RunData run;

    FairnessMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.is("streams.jain")) {
            double[] means = means();
            return Optional.of(new Metric.Exact(
                    "",
                    means.length == 0 ? Double.NaN : Jain.index(means),
                    means.length,
                    "1 is the same for all users"));
        }
        if (name.is("streams.slowest_over_fastest")) {
            double[] means = means();
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (double mean : means) {
                low = Math.min(low, mean);
                high = Math.max(high, mean);
            }
            return Optional.of(new Metric.Exact(
                    "", means.length == 0 ? Double.NaN : high / low, means.length, "mean E2E of users"));
        }
        return Optional.empty();
    }

    /** Of users with a success. */
    private double[] means() {
        Map<Integer, double[]> byUser = new TreeMap<>();
        for (Sample sample : run.samples(RunData.Scope.CHATS)) {
            if (sample.ok()) {
                double[] sums = byUser.computeIfAbsent(sample.user(), user -> new double[2]);
                sums[0] += Measure.e2eNanos(sample) / 1e6;
                sums[1]++;
            }
        }
        return byUser.values().stream().mapToDouble(sums -> sums[0] / sums[1]).toArray();
    }
}
