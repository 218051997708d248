package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.TheilSen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code bursts.drain.max} (s) and {@code bursts.slope}: how each burst is worked off, and whether later ones fare worse. */
final class BurstMetrics implements Family {
    /** A slope through two points is noise. */
    private static final int BURSTS_MIN = 3;

    private final RunData run;

    BurstMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.is("bursts.drain.max")) {
            List<List<Sample>> bursts = bursts();
            return bursts.isEmpty() ? Optional.empty() : Optional.of(drain(bursts));
        }
        if (name.is("bursts.slope")) {
            List<List<Sample>> bursts = bursts();
            return bursts.size() < BURSTS_MIN ? Optional.empty() : Optional.of(slope(bursts));
        }
        return Optional.empty();
    }

    /** The measured chats by burst, in order. */
    private List<List<Sample>> bursts() {
        List<List<Sample>> bursts = new ArrayList<>();
        for (PhaseRecord phase : run.measured()) {
            if (phase.model().equals("burst")) {
                long every = everyNanos(phase);
                Map<Long, List<Sample>> byNumber = new TreeMap<>();
                for (Sample sample : run.samples(RunData.Scope.chatsOf(phase))) {
                    byNumber.computeIfAbsent(
                                    (sample.plannedNanos() - phase.startNanos()) / every, key -> new ArrayList<>())
                            .add(sample);
                }
                bursts.addAll(byNumber.values());
            }
        }
        return bursts;
    }

    private long everyNanos(PhaseRecord phase) {
        return run.profile().phases().stream()
                .filter(planned -> planned.burst() != null
                        && (phase.name().equals(planned.name()) || phase.name().startsWith(planned.name() + "-")))
                .map(planned ->
                        planned.burst() == null ? 0L : planned.burst().every().toNanos())
                .filter(every -> every > 0)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static Metric drain(List<List<Sample>> bursts) {
        double longest = 0;
        for (List<Sample> burst : bursts) {
            long end = burst.stream().mapToLong(Sample::settledAtNanos).max().orElse(0);
            longest = Math.max(longest, (end - burst.getFirst().plannedNanos()) / 1e9);
        }
        return new Metric.Exact(
                "s",
                longest,
                bursts.size(),
                "from a burst's first plan to its last answer, the longest of " + bursts.size());
    }

    /** From the first burst to the last, as a share of the middle one. */
    private static Metric slope(List<List<Sample>> bursts) {
        double[] number = new double[bursts.size()];
        double[] medians = new double[bursts.size()];
        Series.Builder all = new Series.Builder();
        for (int i = 0; i < medians.length; i++) {
            Series.Builder e2e = new Series.Builder();
            bursts.get(i).stream()
                    .filter(sample -> sample.ok() || sample.failed())
                    .forEach(sample ->
                            e2e.add(sample.ok() ? Measure.e2eNanos(sample) / 1e6 : Double.POSITIVE_INFINITY, 0));
            number[i] = i;
            medians[i] = e2e.build().quantile(0.5);
            all.add(medians[i], 0);
        }
        Series series = all.build();
        double growth = series.finite() < series.n()
                ? Double.POSITIVE_INFINITY
                : TheilSen.fit(number, medians, 0.95).slope() * (medians.length - 1) / series.quantile(0.5);
        return new Metric.Exact(
                "%", growth, medians.length, "growth of the median E2E over " + medians.length + " bursts (Theil-Sen)");
    }
}
