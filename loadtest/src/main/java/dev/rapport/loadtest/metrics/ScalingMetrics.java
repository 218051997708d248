package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.stats.Interval;
import dev.rapport.loadtest.stats.Usl;
import java.util.Optional;

/** {@code scaling.(sigma|kappa|peak|linear_limit)} and {@code scaling.efficiency@LEVEL}. */
final class ScalingMetrics implements Family {
    private static final String EFFICIENCY = "efficiency@";

    private final ScalingFit scaling;

    ScalingMetrics(ScalingFit scaling) {
        this.scaling = scaling;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("scaling") || !name.phase().isEmpty()) {
            return Optional.empty();
        }
        if (name.rest().matches("efficiency@\\d{1,6}(\\.\\d{1,6})?")) {
            double level = Double.parseDouble(name.rest().substring(EFFICIENCY.length()));
            return scaling.efficiency(level)
                    .map(efficiency -> new Metric.Exact(
                            "%", efficiency, scaling.levels().size(), "of linear from the least level"));
        }
        return scaling.fit().flatMap(usl -> switch (name.rest()) {
            case "sigma" -> Optional.of(bounded(usl.sigma(), usl.sigmaInterval()));
            case "kappa" -> Optional.of(bounded(usl.kappa(), usl.kappaInterval()));
            case "peak" -> Optional.of(exact(usl.peakN()));
            case "linear_limit" -> Optional.of(exact(usl.linearLimit()));
            default -> Optional.empty();
        });
    }

    private Metric bounded(double value, Interval interval) {
        return new Metric.Bounded(
                "",
                value,
                interval.low(),
                interval.high(),
                Usl.CONFIDENCE,
                scaling.levels().size(),
                scaling.statement());
    }

    /** A fit holds where it was measured: beyond the highest level it is a guess, and says so. */
    private Metric exact(double level) {
        double highest = scaling.levels().getLast().level();
        return level <= highest
                ? new Metric.Exact("", level, scaling.levels().size(), scaling.statement())
                : new Metric.Bounded(
                        "",
                        level,
                        highest,
                        Double.POSITIVE_INFINITY,
                        Usl.CONFIDENCE,
                        scaling.levels().size(),
                        "beyond the highest level measured. " + scaling.statement());
    }
}
