package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Optional;

/** {@code OPERATION.refused_fast.pNN} and {@code OPERATION.refused_without_retry_after}: how the service says no. */
final class RefusalMetrics implements Family {
    private static final String FAST = "refused_fast.p";

    private static final String NONE = "there were no refusals";
    private static final Metric NONE_REFUSED = new Metric.Vacuous("", 0, NONE);
    private static final Metric NONE_TO_TIME = new Metric.Vacuous("ms", Double.NaN, NONE);

    private final RunData run;

    RefusalMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.rest().equals("refused_without_retry_after")) {
            return name.samples().map(scope -> none(scope) ? NONE_REFUSED : withoutRetryAfter(scope));
        }
        if (name.rest().matches("refused_fast\\.p\\d{2,6}")) {
            double q = Double.parseDouble("0." + name.rest().substring(FAST.length()));
            return name.samples()
                    .map(scope -> none(scope) ? NONE_TO_TIME : new Metric.Quantile("ms", polite(scope), q));
        }
        return Optional.empty();
    }

    /** Whether there were requests and none was refused; where there were no requests, nothing can be said. */
    private boolean none(RunData.Scope scope) {
        return !run.samples(scope).isEmpty() && refused(scope).isEmpty();
    }

    /** From the plan until a refusal that said when to come again was known. */
    private Series polite(RunData.Scope scope) {
        Series.Builder series = new Series.Builder();
        for (Sample sample : refused(scope)) {
            if (sample.retryAfterSeconds() >= 0) {
                series.add(sample.times().settled() / 1e6, RunData.block(sample));
            }
        }
        return series.build();
    }

    private Metric withoutRetryAfter(RunData.Scope scope) {
        List<Sample> refused = refused(scope);
        long rude = refused.stream()
                .filter(sample -> sample.retryAfterSeconds() < 0)
                .count();
        return new Metric.Exact(
                "", rude, refused.size(), Texts.count(rude) + " of " + Texts.count(refused.size()) + " refusals");
    }

    private List<Sample> refused(RunData.Scope scope) {
        return run.samples(scope).stream()
                .filter(sample -> sample.status() == 429 || sample.status() == 503)
                .toList();
    }
}
