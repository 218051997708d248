package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.stats.Interval;
import dev.rapport.loadtest.stats.Usl;
import java.util.Optional;

/** {@code scaling.(sigma|kappa|peak|linear_limit)} and {@code scaling.efficiency@LEVEL}. */
final class ScalingMetrics implements Family {
    private static final String EFFICIENCY = "efficiency@";

    /** Of each end of an interval alone. */
    private static final double CONFIDENCE = 0.95;

    /** What so much of the normal distribution lies below. */
    private static final double Z = 1.645;

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
            return efficiency(Double.parseDouble(name.rest().substring(EFFICIENCY.length())));
        }
        return scaling.fit().flatMap(usl -> switch (name.rest()) {
            case "sigma" -> Optional.of(parameter(usl.sigma(), usl.sigmaInterval()));
            case "kappa" -> Optional.of(parameter(usl.kappa(), usl.kappaInterval()));
            case "peak" -> Optional.of(reach(usl.peakN(), usl.peakInterval()));
            case "linear_limit" -> Optional.of(reach(usl.linearLimit(), usl.linearLimitInterval()));
            default -> Optional.empty();
        });
    }

    /** Of linear from the least level; both counts are taken as Poisson's, which is wider than what a closed load shows. */
    private Optional<Metric> efficiency(double level) {
        return scaling.efficiency(level)
                .flatMap(value -> scaling.levels().stream()
                        .filter(each -> each.level() == level)
                        .findFirst()
                        .map(at -> {
                            long least = scaling.levels().getFirst().count();
                            long n = at.equals(scaling.levels().getFirst()) ? least : least + at.count();
                            Optional<String> beyond = scaling.beyondCores(level);
                            if (beyond.isPresent()) {
                                return open("%", value, 0, n, Texts.percent(value) + " of linear. " + beyond.get());
                            }
                            double factor = Math.exp(Z * Math.sqrt(1.0 / least + 1.0 / at.count()));
                            String statement = Texts.percent(value) + " of linear from the least level, "
                                    + Texts.percent(value / factor) + " to " + Texts.percent(value * factor);
                            return new Metric.Bounded(
                                    "%", value, value / factor, value * factor, CONFIDENCE, n, statement);
                        }));
    }

    private Metric parameter(double value, Interval interval) {
        return beyond().isPresent()
                ? open("", value, 0, scaling.levels().size(), scaling.statement())
                : new Metric.Bounded(
                        "",
                        value,
                        interval.low(),
                        interval.high(),
                        Usl.CONFIDENCE,
                        scaling.levels().size(),
                        scaling.statement());
    }

    /**
     * A load up to which the service gets. A fit holds where it was measured: beyond the highest level it is a guess, and says
     * so. One without an end has seen nothing but the load: throughput grew with it in proportion, whatever the service could.
     */
    private Metric reach(double value, Interval interval) {
        int n = scaling.levels().size();
        if (beyond().isPresent() || Double.isInfinite(value)) {
            String why = beyond().isPresent() ? "" : "The fit has no end, so none was seen. ";
            return open("", value, 1, n, why + scaling.statement());
        }
        double highest = scaling.levels().getLast().level();
        boolean guess = interval.high() > highest;
        return new Metric.Bounded(
                "",
                value,
                Math.min(interval.low(), highest),
                guess ? Double.POSITIVE_INFINITY : interval.high(),
                Usl.CONFIDENCE,
                n,
                (guess ? "May lie beyond the highest level measured. " : "") + scaling.statement());
    }

    private Optional<String> beyond() {
        return scaling.beyondCores(scaling.levels().getLast().level());
    }

    /** Proves nothing and contradicts nothing but what cannot be. */
    private static Metric open(String unit, double value, double low, long n, String statement) {
        return new Metric.Bounded(unit, value, low, Double.POSITIVE_INFINITY, CONFIDENCE, n, statement);
    }
}
