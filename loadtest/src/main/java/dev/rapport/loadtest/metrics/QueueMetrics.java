package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code queue.wait.(mean|pNN)} (ms), {@code queue.peak} and {@code queue.fifo_inversions}: waiting for a place at the
 * provider. The wait is E2E without the provider's own time, so a few milliseconds of it are the service's own work.
 */
final class QueueMetrics implements Family {
    private final RunData run;
    private final Distributions distributions;

    QueueMetrics(RunData run, Distributions distributions) {
        this.run = run;
        this.distributions = distributions;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("queue") || !name.phase().isEmpty()) {
            return Optional.empty();
        }
        if (name.rest().startsWith("wait.")) {
            return new LatencyMetrics(distributions)
                    .find(new MetricName("chat", "", "overhead." + name.rest().substring("wait.".length())));
        }
        return switch (name.rest()) {
            case "peak" -> Optional.of(peak());
            case "fifo_inversions" -> Optional.of(inversions());
            default -> Optional.empty();
        };
    }

    /** Most at one time of those that are planned and not yet at the provider. */
    private Metric peak() {
        List<Sample> chats = run.samples(Scope.CHATS).stream()
                .filter(chat -> chat.ok() && run.providerOf(chat).isPresent())
                .toList();
        double[] from =
                chats.stream().mapToDouble(Sample::plannedNanos).sorted().toArray();
        double[] to = chats.stream()
                .mapToDouble(chat -> chat.plannedNanos() + waitNanos(chat))
                .sorted()
                .toArray();
        int peak = 0;
        int left = 0;
        for (int come = 0; come < from.length; come++) {
            while (left <= come && to[left] <= from[come]) {
                left++;
            }
            peak = Math.max(peak, come + 1 - left);
        }
        return new Metric.Exact("", peak, from.length, "waiting at one time");
    }

    private double waitNanos(Sample chat) {
        double provider = run.providerOf(chat).map(ProviderRecord::totalMs).orElse(0.0);
        return Math.max(0, Measure.e2eNanos(chat) - provider * 1e6);
    }

    /** Requests that were at the provider before one that was planned earlier, phase by phase. */
    private Metric inversions() {
        long inversions = 0;
        long n = 0;
        for (PhaseRecord phase : run.measured()) {
            long[] arrivals = run.samples(Scope.chatsOf(phase)).stream()
                    .flatMap(chat -> run.providerOf(chat).stream())
                    .mapToLong(ProviderRecord::arrivedAtMs)
                    .toArray();
            long latest = Long.MIN_VALUE;
            for (long arrival : arrivals) {
                inversions += arrival < latest ? 1 : 0;
                latest = Math.max(latest, arrival);
            }
            n += Arrays.stream(arrivals).count();
        }
        return new Metric.Exact(
                "", inversions, n, Texts.count(inversions) + " of " + Texts.count(n) + " overtook one planned before");
    }
}
