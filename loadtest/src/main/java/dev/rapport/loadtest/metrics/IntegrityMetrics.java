package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.PoissonBound;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * {@code chat.integrity.(violations|answers|missing|duplicate|reordered|foreign|after_done|malformed|altered)}, {@code
 * chat.tokens} and {@code chat.tokens.difference}: whether every planned token came exactly once.
 */
final class IntegrityMetrics implements Family {
    /** Of the statement. */
    private static final double CONFIDENCE = 0.95;

    private static final double MILLION = 1e6;

    private final RunData run;

    IntegrityMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("chat")) {
            return Optional.empty();
        }
        List<Sample> chats = name.samples().map(run::samples).orElse(List.of());
        return switch (name.rest()) {
            case "integrity.violations" -> Optional.of(perToken(chats, IntegrityMetrics::violations));
            case "integrity.answers" -> Optional.of(answers(chats));
            case "integrity.missing" -> Optional.of(perToken(chats, IntegrityMetrics::missing));
            case "integrity.duplicate" -> Optional.of(perToken(chats, kind(Integrity::duplicate)));
            case "integrity.reordered" -> Optional.of(perToken(chats, kind(Integrity::reordered)));
            case "integrity.foreign" -> Optional.of(perToken(chats, kind(Integrity::foreign)));
            case "integrity.after_done" -> Optional.of(perToken(chats, kind(Integrity::afterDone)));
            case "integrity.malformed" -> Optional.of(perToken(chats, kind(Integrity::malformed)));
            case "integrity.altered" -> Optional.of(perToken(chats, kind(each -> each.altered() ? 1 : 0)));
            case "tokens" ->
                Optional.of(
                        new Metric.Exact("tokens", tokens(chats), chats.size(), "distinct planned tokens that came"));
            case "tokens.difference" -> difference(chats);
            default -> Optional.empty();
        };
    }

    private static ToLongFunction<Sample> kind(ToLongFunction<Integrity> kind) {
        return sample -> kind.applyAsLong(sample.answer().integrity());
    }

    /** What is missing from an answer that was cut short is told by the class of its failure, so only whole ones count. */
    private static long missing(Sample sample) {
        return sample.times().done() >= 0 ? sample.answer().integrity().missing() : 0;
    }

    static long violations(Sample sample) {
        Integrity integrity = sample.answer().integrity();
        return missing(sample)
                + integrity.duplicate()
                + integrity.reordered()
                + integrity.foreign()
                + integrity.afterDone()
                + integrity.malformed()
                + (integrity.altered() ? 1 : 0);
    }

    private static long tokens(List<Sample> chats) {
        return chats.stream().mapToLong(chat -> chat.answer().tokens()).sum();
    }

    private static Metric perToken(List<Sample> chats, ToLongFunction<Sample> kind) {
        long count = chats.stream().mapToLong(kind).sum();
        long tokens = tokens(chats);
        String found = Texts.count(count) + " in " + Texts.count(tokens) + " tokens";
        if (tokens == 0) {
            /* Nothing of the plan came; what came instead is found all the same. */
            return new Metric.Exact("", count == 0 ? Double.NaN : count, count, found);
        }
        return new Metric.Exact(
                "",
                count,
                tokens,
                found + ": at most "
                        + Texts.number(MILLION * PoissonBound.upper(count, (double) tokens, CONFIDENCE))
                        + " per million (95 %)");
    }

    private static Metric answers(List<Sample> chats) {
        long wrong = chats.stream().filter(chat -> violations(chat) > 0).count();
        return new Metric.Exact(
                "",
                chats.isEmpty() ? Double.NaN : wrong,
                chats.size(),
                Texts.count(wrong) + " of " + Texts.count(chats.size()) + " answers are not as planned");
    }

    /** Law 7: the client's tokens are the provider's, answer by answer. */
    private Optional<Metric> difference(List<Sample> chats) {
        long difference = 0;
        long joined = 0;
        for (Sample chat : chats) {
            Optional<ProviderRecord> record = chat.ok() ? run.providerOf(chat) : Optional.empty();
            if (record.isPresent()) {
                joined++;
                difference += Math.abs(record.get().tokens() - chat.answer().tokens());
            }
        }
        return joined == 0
                ? Optional.empty()
                : Optional.of(new Metric.Exact(
                        "tokens",
                        difference,
                        joined,
                        "between client and provider in " + Texts.count(joined) + " answers"));
    }
}
