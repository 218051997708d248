package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;

/**
 * {@code chat.stream_ratio}, {@code chat.stream_ratio_of_provider}, {@code chat.coalescing} and {@code chat.zero_gaps}:
 * whether answers stream, or something on the way held them back and let them go at once.
 */
final class StreamingMetrics implements Family {
    private final RunData run;

    StreamingMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("chat")) {
            return Optional.empty();
        }
        List<Sample> answered = name.samples().map(run::samples).orElse(List.of()).stream()
                .filter(sample -> sample.ok() && sample.answer().events() > 0)
                .toList();
        return switch (name.rest()) {
            case "stream_ratio" -> Optional.of(median(ofClient(answered)));
            case "stream_ratio_of_provider" -> Optional.of(median(ofProvider(answered)));
            case "coalescing" -> Optional.of(coalescing(answered));
            case "zero_gaps" -> Optional.of(zeroGaps(answered));
            default -> Optional.empty();
        };
    }

    private static Metric median(Series ratios) {
        return new Metric.Exact(
                "",
                ratios.quantile(0.5),
                ratios.n(),
                "median of the share of an answer's time that is left when its first text comes");
    }

    private static Series ofClient(List<Sample> answered) {
        Series.Builder ratios = new Series.Builder();
        for (Sample sample : answered) {
            double e2e = Measure.e2eNanos(sample);
            ratios.add((e2e - sample.times().firstToken()) / e2e, 0);
        }
        return ratios.build();
    }

    private Series ofProvider(List<Sample> answered) {
        Series.Builder ratios = new Series.Builder();
        for (Sample sample : answered) {
            Optional<ProviderRecord> record = run.providerOf(sample).filter(each -> each.firstTokenMs() >= 0);
            record.ifPresent(each -> ratios.add((each.totalMs() - each.firstTokenMs()) / each.totalMs(), 0));
        }
        return ratios.build();
    }

    private static Metric coalescing(List<Sample> answered) {
        long events =
                answered.stream().mapToLong(each -> each.answer().events()).sum();
        long reads = answered.stream().mapToLong(each -> each.answer().reads()).sum();
        return new Metric.Exact(
                "events/read",
                reads == 0 ? Double.NaN : (double) events / reads,
                reads,
                Texts.count(events) + " events with text in " + Texts.count(reads) + " reads");
    }

    private static Metric zeroGaps(List<Sample> answered) {
        long gaps = 0;
        long zero = 0;
        for (Sample sample : answered) {
            gaps += sample.answer().gapsMicros().size();
            zero += sample.answer().gapsMicros().stream()
                    .filter(gap -> gap == 0)
                    .count();
        }
        return new Metric.Exact(
                "%",
                gaps == 0 ? Double.NaN : (double) zero / gaps,
                gaps,
                Texts.count(zero) + " of " + Texts.count(gaps) + " events came with the one before");
    }
}
