package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;

/** {@code chat[@PHASE].learned}: memories that whole answers say were written. */
final class LearnedMetrics implements Family {
    private final RunData run;

    LearnedMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("chat") || !name.rest().equals("learned")) {
            return Optional.empty();
        }
        return name.samples().map(scope -> {
            List<Sample> whole = run.samples(scope).stream().filter(Sample::ok).toList();
            long learned = whole.stream()
                    .mapToLong(sample -> sample.answer().learned())
                    .sum();
            return new Metric.Exact(
                    "", learned, whole.size(), Texts.count(learned) + " by " + Texts.count(whole.size()) + " answers");
        });
    }
}
