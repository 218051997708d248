package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;

/** Whether clients see answers grow, or something on the way gathers them and lets them go at once. */
public final class StreamCheck {
    /** Fewer tokens than this are read together by chance. */
    private static final int TOKENS_MIN = 10;

    private StreamCheck() {}

    /**
     * Of each whole answer of 10 tokens or more, the time from its first text to its end at the client as a share of the same
     * time at the provider; 1 if it comes as it was sent, 0 if it comes at once. What an answer waits for before its first
     * text, such as a place, does not count: it waits, and streams all the same.
     */
    public static Series seen(RunData run) {
        Series.Builder shares = new Series.Builder();
        for (Sample sample : run.samples(Scope.CHATS)) {
            if (sample.ok() && sample.times().firstToken() >= 0) {
                run.providerOf(sample)
                        .filter(record -> record.tokens() >= TOKENS_MIN && provider(record) > 0)
                        .ifPresent(record -> shares.add(client(sample) / provider(record), RunData.block(sample)));
            }
        }
        return shares.build();
    }

    private static double client(Sample sample) {
        return (Measure.e2eNanos(sample) - sample.times().firstToken()) / 1e6;
    }

    private static double provider(ProviderRecord record) {
        return record.firstTokenMs() < 0 ? 0 : record.totalMs() - record.firstTokenMs();
    }
}
