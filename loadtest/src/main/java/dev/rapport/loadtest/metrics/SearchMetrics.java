package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.MannKendall;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code search.knee}: the least load that the service does not carry. */
final class SearchMetrics implements Family {
    private static final double GOOD_MIN = 0.95;

    /** Below this a rise is taken as one; half of it on each side. */
    private static final double RISE_P = 0.05;

    /** Mann and Kendall's test cannot reject anything with fewer. */
    private static final int WINDOWS_MIN = 5;

    private final RunData run;

    SearchMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.is("search.knee")) {
            return Optional.empty();
        }
        List<PhaseRecord> levels = run.measured().stream()
                .filter(phase -> phase.level() > 0)
                .sorted(Comparator.comparingDouble(PhaseRecord::level))
                .toList();
        /* Numbers of users and rates of arrivals are no steps of one search; a search is by rates. */
        List<PhaseRecord> open =
                levels.stream().filter(phase -> phase.model().equals("open")).toList();
        List<PhaseRecord> steps = open.isEmpty() ? levels : open;
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        double carried = 0;
        for (PhaseRecord step : steps) {
            Optional<String> broken = broken(step);
            if (broken.isPresent()) {
                return Optional.of(new Metric.Exact(
                        "", step.level(), steps.size(), broken.get() + "; carried " + Texts.number(carried)));
            }
            carried = step.level();
        }
        return Optional.of(new Metric.Bounded(
                "",
                carried,
                carried,
                Double.POSITIVE_INFINITY,
                1,
                steps.size(),
                "not reached at " + Texts.number(carried)));
    }

    private Optional<String> broken(PhaseRecord step) {
        List<Sample> offered = run.samples(Scope.chatsOf(step)).stream()
                .filter(sample -> sample.ok() || sample.failed())
                .toList();
        double ratio = offered.isEmpty()
                ? 1
                : (double) offered.stream().filter(run::good).count() / offered.size();
        if (ratio < GOOD_MIN) {
            return Optional.of("good " + Texts.percent(ratio));
        }
        boolean filling = rises(run.gauges(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN).stream()
                .filter(each -> each.atNanos() > step.startNanos() && each.atNanos() <= step.endNanos())
                .mapToDouble(Gauge::value)
                .toArray());
        return filling && rises(firstTokens(step))
                ? Optional.of("in flight and TTFT rise without end")
                : Optional.empty();
    }

    /** The median TTFT of each second's plans; a failure counts as one without end. */
    private double[] firstTokens(PhaseRecord step) {
        Map<Long, Series.Builder> seconds = new TreeMap<>();
        for (Sample sample : run.samples(Scope.chatsOf(step))) {
            Series.Builder second =
                    seconds.computeIfAbsent(sample.plannedNanos() / 1_000_000_000L, key -> new Series.Builder());
            Measure.TTFT.read(run, sample, millis -> second.add(millis, 0));
        }
        return seconds.values().stream()
                .map(Series.Builder::build)
                .filter(each -> each.n() > 0)
                .mapToDouble(each -> each.quantile(0.5))
                .toArray();
    }

    private static boolean rises(double[] values) {
        if (values.length < WINDOWS_MIN) {
            return false;
        }
        var trend = MannKendall.test(values);
        return trend.p() < RISE_P && trend.tau() > 0;
    }
}
