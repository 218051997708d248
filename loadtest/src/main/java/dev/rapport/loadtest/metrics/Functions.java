package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics of metrics: {@code increase(A, B)}, a / b - 1; {@code difference(A, B)}, a - b in the unit of both; and {@code
 * linear_r2(PREFIX)}, how well a straight line goes through the median E2E of the measured phases whose names begin so, by
 * their levels. All are judged by their point estimates.
 *
 * <p>A mean with a failure in it is without end. If that is {@code a}'s alone, so is the result, which breaks every upper
 * limit. If it is {@code b}'s, there is no level to compare with, and so no metric: inf / inf - 1 or a - inf would keep any
 * upper limit just because the reference failed, too.
 */
final class Functions {
    private static final Pattern OF_TWO = Pattern.compile("(increase|difference)\\(([^(),]+),([^(),]+)\\)");
    private static final Pattern OF_PHASES = Pattern.compile("linear_r2\\(([^(),]+)\\)");

    /** A line goes through any two points. */
    private static final int POINTS_MIN = 3;

    private final RunData run;
    private final Distributions distributions;
    private final Function<String, Optional<Metric>> metrics;

    /** @param metrics finds what the functions are of */
    Functions(RunData run, Distributions distributions, Function<String, Optional<Metric>> metrics) {
        this.run = run;
        this.distributions = distributions;
        this.metrics = metrics;
    }

    /** Empty if it is no function, or the run has not what it takes. */
    Optional<Metric> find(String name) {
        Matcher two = OF_TWO.matcher(name);
        if (two.matches()) {
            String first = two.group(2).strip();
            String second = two.group(3).strip();
            return metrics.apply(first)
                    .flatMap(a -> metrics.apply(second)
                            .filter(b -> a.unit().equals(b.unit()))
                            .flatMap(b -> two.group(1).equals("increase") ? increase(a, b) : difference(a, b)));
        }
        Matcher phases = OF_PHASES.matcher(name);
        return phases.matches() ? linear(phases.group(1).strip()) : Optional.empty();
    }

    /** Empty without a reference to increase from: one that is finite and above 0. */
    private static Optional<Metric> increase(Metric a, Metric b) {
        if (!comparable(a, b) || b.value() <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Metric.Exact("%", a.value() / b.value() - 1, Math.min(a.n(), b.n()), "from " + said(b, a)));
    }

    private static Optional<Metric> difference(Metric a, Metric b) {
        if (!comparable(a, b)) {
            return Optional.empty();
        }
        String statement = Texts.valued(a.value(), a.unit()) + " less " + Texts.valued(b.value(), b.unit());
        return Optional.of(new Metric.Exact(a.unit(), a.value() - b.value(), Math.min(a.n(), b.n()), statement));
    }

    private static boolean comparable(Metric a, Metric b) {
        return Double.isFinite(b.value()) && !Double.isNaN(a.value());
    }

    private static String said(Metric from, Metric to) {
        return Texts.valued(from.value(), from.unit()) + " to " + Texts.valued(to.value(), to.unit());
    }

    private Optional<Metric> linear(String prefix) {
        List<PhaseRecord> phases = run.measured().stream()
                .filter(phase -> phase.name().startsWith(prefix))
                .toList();
        if (phases.size() < POINTS_MIN) {
            return Optional.empty();
        }
        double[] levels = phases.stream().mapToDouble(PhaseRecord::level).toArray();
        double[] medians = phases.stream()
                .mapToDouble(phase ->
                        distributions.of(Scope.chatsOf(phase), Measure.E2E).quantile(0.5))
                .toArray();
        List<String> points = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            points.add(Texts.number(levels[i]) + ": " + Texts.valued(medians[i], "ms"));
        }
        return Optional.of(new Metric.Exact("", r2(levels, medians), levels.length, String.join(", ", points)));
    }

    /**
     * R squared of the line by least squares.
     *
     * @return NaN if a y is, or all x are the same; 0 if a y is infinite, as no line goes there; 1 if all y are the same
     */
    static double r2(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        if (Double.isInfinite(meanY)) {
            return 0;
        }
        return xx == 0 || Double.isNaN(meanY) ? Double.NaN : yy == 0 ? 1 : xy * xy / (xx * yy);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
