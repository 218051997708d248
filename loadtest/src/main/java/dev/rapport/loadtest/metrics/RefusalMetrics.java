package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.record.Sample;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code OPERATION.refused_fast.pNN}, {@code OPERATION.refused_without_retry_after} and {@code OPERATION.failed_otherwise}: how
 * the service says no, and how many got neither an answer nor a no that they could use.
 *
 * <p>{@code failed_otherwise} counts failures but for a 429 or 503 that came in time and said when to come again. In time is
 * what the profile's own limit of {@code OPERATION.refused_fast} says, or else 250 ms after the plan (LOADTEST 8.1, gaja).
 */
final class RefusalMetrics implements Family {
    private static final String FAST = "refused_fast.p";
    static final String WITHOUT_RETRY_AFTER = "refused_without_retry_after";
    private static final String OTHERWISE = "failed_otherwise";

    /** If the profile says nothing of how fast a refusal must be. */
    private static final double FAST_MILLIS = 250;

    private static final double NANOS_PER_MILLI = 1e6;

    private static final String NONE = "there were no refusals";
    private static final Metric NONE_REFUSED = new Metric.Vacuous("", 0, NONE);
    private static final Metric NONE_TO_TIME = new Metric.Vacuous("ms", Double.NaN, NONE);

    private final RunData run;

    RefusalMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.rest().equals(WITHOUT_RETRY_AFTER)) {
            return name.samples().map(scope -> none(scope) ? NONE_REFUSED : withoutRetryAfter(scope));
        }
        if (name.rest().equals(OTHERWISE)) {
            return name.samples().map(scope -> otherwise(scope, deadlineMillis(name.scope())));
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
                series.add(sample.times().settled() / NANOS_PER_MILLI, RunData.block(sample));
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

    private Metric otherwise(RunData.Scope scope, double deadlineMillis) {
        List<Sample> all = run.samples(scope);
        long otherwise = all.stream()
                .filter(sample -> sample.failed() && !refusedWell(sample, deadlineMillis))
                .count();
        return new Metric.Exact(
                "",
                otherwise,
                all.size(),
                Texts.count(otherwise) + " of " + Texts.count(all.size())
                        + " failed without a 429 or 503 within " + Texts.number(deadlineMillis)
                        + " ms that said when to come again");
    }

    private static boolean refusedWell(Sample sample, double deadlineMillis) {
        return isRefusal(sample)
                && sample.retryAfterSeconds() >= 0
                && sample.times().settled() / NANOS_PER_MILLI <= deadlineMillis;
    }

    /** The most that the profile allows any share of the refusals of this operation. */
    private double deadlineMillis(String operation) {
        Limits limits = run.profile().limits();
        return Stream.of(limits.strict(), limits.beat(), limits.seed())
                .flatMap(List::stream)
                .filter(limit -> limit.metric().startsWith(operation + "." + FAST))
                .map(Limit::max)
                .filter(Objects::nonNull)
                .mapToDouble(Quantity::value)
                .max()
                .orElse(FAST_MILLIS);
    }

    private static boolean isRefusal(Sample sample) {
        return sample.status() == 429 || sample.status() == 503;
    }

    private List<Sample> refused(RunData.Scope scope) {
        return run.samples(scope).stream().filter(RefusalMetrics::isRefusal).toList();
    }
}
