package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;

/** {@code chat.cancel.stop.pNN} (s) and {@code chat.cancel.tokens_wasted}: what happens when the client leaves. */
final class CancelMetrics implements Family {
    private static final String STOP = "cancel.stop.p";

    private final RunData run;

    CancelMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("chat")) {
            return Optional.empty();
        }
        List<Sample> cancelled = name.samples().map(run::samples).orElse(List.of()).stream()
                .filter(sample -> sample.outcome().equals(Sample.CANCELLED))
                .toList();
        if (name.rest().matches("cancel\\.stop\\.p\\d{2,6}")) {
            double q = Double.parseDouble("0." + name.rest().substring(STOP.length()));
            return Optional.of(new Metric.Quantile("s", stops(cancelled), q));
        }
        return name.rest().equals("cancel.tokens_wasted") ? Optional.of(wasted(cancelled)) : Optional.empty();
    }

    /**
     * From the client's leaving until the provider's end. Both clocks are this machine's; the provider's is read in whole
     * milliseconds, so an end just before the leaving is one at the leaving. Who left before the provider was asked left
     * nothing to stop; that is known if the provider has a record of each of its POSTs.
     */
    private Series stops(List<Sample> cancelled) {
        double startMillis = run.info().startedAt().toEpochMilli();
        Long posts = run.info().providerCounts().get("posts");
        boolean eachRecorded = posts != null && posts <= run.provider().size();
        double unasked = eachRecorded ? 0 : Double.POSITIVE_INFINITY;
        Series.Builder stops = new Series.Builder();
        for (Sample sample : cancelled) {
            double leftMillis = startMillis + sample.settledAtNanos() / 1e6;
            double seconds = run.providerOf(sample)
                    .map(record -> Math.max(0, record.arrivedAtMs() + record.totalMs() - leftMillis) / 1e3)
                    .orElse(unasked);
            stops.add(seconds, RunData.block(sample));
        }
        return stops.build();
    }

    private Metric wasted(List<Sample> cancelled) {
        long wasted = cancelled.stream()
                .mapToLong(sample -> run.providerOf(sample)
                        .map(ProviderRecord::tokens)
                        .map(tokens -> Math.max(0, tokens - sample.answer().tokens()))
                        .orElse(0))
                .sum();
        return new Metric.Exact(
                "tokens",
                wasted,
                cancelled.size(),
                "made for clients that had left " + Texts.count(cancelled.size()) + " answers");
    }
}
