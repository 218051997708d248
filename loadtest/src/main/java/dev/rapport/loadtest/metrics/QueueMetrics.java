package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code queue.wait.[ok_](mean|max|pNN)} (ms), {@code queue.peak}, {@code queue.in_service_peak} and {@code
 * queue.fifo_inversions}: waiting for a place at the provider, wherever that is, in the service or in the provider's own queue.
 *
 * <p>The wait is from the plan until a place was free: E2E without the time that the provider served it. A few milliseconds
 * of it are the service's own work. A failure waited without end.
 */
final class QueueMetrics implements Family {
    /** Arrivals are noted in whole milliseconds, so that times that are added to them are uncertain by so much. */
    private static final double CLOCK_GRAIN_MILLIS = 1;

    private static final double NANOS_PER_MILLI = 1e6;

    private final RunData run;
    private @Nullable Series waits;

    QueueMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("queue")
                || !name.phase().isEmpty()
                || run.provider().isEmpty()) {
            return Optional.empty();
        }
        if (name.rest().matches("wait\\.(ok_)?(p\\d{2,6}|mean|max)")) {
            String statistic = name.rest().substring("wait.".length());
            return Optional.of(
                    statistic.startsWith("ok_")
                            ? LatencyMetrics.statistic(statistic.substring("ok_".length()), waits().withoutInfinite())
                            : LatencyMetrics.statistic(statistic, waits()));
        }
        return switch (name.rest()) {
            case "peak" -> Optional.of(peak());
            case "in_service_peak" -> Optional.of(inServicePeak());
            case "fifo_inversions" -> Optional.of(inversions());
            default -> Optional.empty();
        };
    }

    private Series waits() {
        Series known = waits;
        if (known == null) {
            Series.Builder series = new Series.Builder();
            for (Sample chat : run.samples(Scope.CHATS)) {
                if (chat.failed()) {
                    series.add(Double.POSITIVE_INFINITY, RunData.block(chat));
                } else if (chat.ok()) {
                    run.providerOf(chat).ifPresent(record -> series.add(waitMillis(chat, record), RunData.block(chat)));
                }
            }
            known = series.build();
            waits = known;
        }
        return known;
    }

    private static double waitMillis(Sample chat, ProviderRecord record) {
        return Measure.e2eNanos(chat) / NANOS_PER_MILLI - (record.totalMs() - record.waitedMs());
    }

    /** Most at one time of those that are planned and not yet served. One that failed waited until it failed. */
    private Metric peak() {
        List<double[]> waiting = new ArrayList<>();
        for (Sample chat : run.samples(Scope.CHATS)) {
            double planned = chat.plannedNanos() / NANOS_PER_MILLI;
            if (chat.failed()) {
                waiting.add(new double[] {planned, chat.settledAtNanos() / NANOS_PER_MILLI});
            } else if (chat.ok()) {
                run.providerOf(chat)
                        .ifPresent(record ->
                                waiting.add(new double[] {planned, planned + Math.max(0, waitMillis(chat, record))}));
            }
        }
        return new Metric.Exact("", mostAtOnce(waiting), waiting.size(), "waiting at one time");
    }

    /**
     * The provider counts it itself, over the whole run; an account of one that does not is added up from its records of the
     * measured phases, by no more than they show for certain.
     */
    private Metric inServicePeak() {
        Long counted = run.info().providerCounts().get("serving_peak");
        if (counted != null && counted > 0) {
            return new Metric.Exact(
                    "", counted, run.provider().size(), "had a place at one time, as the provider counts");
        }
        List<double[]> served = new ArrayList<>();
        for (PhaseRecord phase : run.measured()) {
            for (ProviderRecord record : placed(phase)) {
                served.add(new double[] {start(record) + CLOCK_GRAIN_MILLIS, record.arrivedAtMs() + record.totalMs()});
            }
        }
        return new Metric.Exact("", mostAtOnce(served), served.size(), "had a place at one time, by the records");
    }

    /** @param spans from and to, in any unit; an end and a beginning at the same time do not overlap */
    private static int mostAtOnce(List<double[]> spans) {
        double[] from = spans.stream().mapToDouble(span -> span[0]).sorted().toArray();
        double[] to = spans.stream().mapToDouble(span -> span[1]).sorted().toArray();
        int most = 0;
        int left = 0;
        for (int come = 0; come < from.length; come++) {
            while (left <= come && to[left] <= from[come]) {
                left++;
            }
            most = Math.max(most, come + 1 - left);
        }
        return most;
    }

    private static double start(ProviderRecord record) {
        return record.arrivedAtMs() + record.waitedMs();
    }

    /** Every attempt of the phase's chats that got a place, in the order of their arrivals. */
    private List<ProviderRecord> placed(PhaseRecord phase) {
        return run.samples(Scope.chatsOf(phase)).stream()
                .flatMap(chat -> run.attemptsOf(chat).stream())
                .filter(record -> !record.refused())
                .sorted(Comparator.comparingLong(ProviderRecord::arrivedAtMs))
                .toList();
    }

    /**
     * Requests that were begun before one that had arrived earlier, phase by phase; those that came in the same millisecond
     * came in no order that is known, and were not begun in one that is if they were less than a millisecond apart.
     */
    private Metric inversions() {
        long inversions = 0;
        long n = 0;
        for (PhaseRecord phase : run.measured()) {
            List<ProviderRecord> placed = placed(phase);
            double latestBefore = Double.NEGATIVE_INFINITY;
            double latestNow = Double.NEGATIVE_INFINITY;
            long now = Long.MIN_VALUE;
            for (ProviderRecord record : placed) {
                if (record.arrivedAtMs() > now) {
                    latestBefore = Math.max(latestBefore, latestNow);
                    now = record.arrivedAtMs();
                }
                inversions += start(record) < latestBefore - CLOCK_GRAIN_MILLIS ? 1 : 0;
                latestNow = Math.max(latestNow, start(record));
            }
            n += placed.size();
        }
        return new Metric.Exact(
                "",
                inversions,
                n,
                Texts.count(inversions) + " of " + Texts.count(n) + " were begun before one that had come earlier");
    }
}
