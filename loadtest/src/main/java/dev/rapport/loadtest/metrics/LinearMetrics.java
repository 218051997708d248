package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code linear.overhead.PREFIX}: how well a straight line goes through the median overheads of the measured phases whose
 * names begin so, by their levels (R squared). Of the overhead, as the provider's own time is a straight line by its plan,
 * and would hide what ours is. 1 if the medians hardly differ, for then no line explains them, and nothing grows.
 */
final class LinearMetrics implements Family {
    private static final String OVERHEAD = "overhead.";

    /** A line goes through any two points. */
    private static final int POINTS_MIN = 3;

    /** Medians that differ by less do not grow with the size: as a share of the least, or in milliseconds. */
    private static final double SAME_SHARE = 0.1;

    private static final double SAME_MILLIS = 2;

    private final RunData run;
    private final Distributions distributions;

    LinearMetrics(RunData run, Distributions distributions) {
        this.run = run;
        this.distributions = distributions;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("linear") || !name.rest().startsWith(OVERHEAD)) {
            return Optional.empty();
        }
        String prefix = name.rest().substring(OVERHEAD.length());
        List<PhaseRecord> phases = run.measured().stream()
                .filter(phase -> phase.name().startsWith(prefix))
                .toList();
        return phases.size() < POINTS_MIN ? Optional.empty() : Optional.of(linear(phases));
    }

    private Metric linear(List<PhaseRecord> phases) {
        double[] levels = phases.stream().mapToDouble(PhaseRecord::level).toArray();
        double[] medians = phases.stream().mapToDouble(this::median).toArray();
        double least = Arrays.stream(medians).min().orElse(0);
        double range = Arrays.stream(medians).max().orElse(0) - least;
        boolean flat = range <= Math.max(SAME_MILLIS, SAME_SHARE * least);
        String points = phases.stream()
                .map(phase -> Texts.number(phase.level()) + ": " + Texts.valued(median(phase), "ms"))
                .collect(Collectors.joining(", "));
        return new Metric.Exact(
                "",
                flat ? 1 : Functions.r2(levels, medians),
                levels.length,
                "overhead " + points + (flat ? "; it does not grow" : ""));
    }

    /** NaN if no answer has a record of the provider. */
    private double median(PhaseRecord phase) {
        return distributions.of(Scope.chatsOf(phase), Measure.OVERHEAD).quantile(0.5);
    }
}
