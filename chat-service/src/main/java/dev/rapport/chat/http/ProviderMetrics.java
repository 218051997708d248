package dev.rapport.chat.http;

import dev.rapport.chat.metrics.Metrics;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.Source;
import java.util.Locale;

/** Counts what the gateway does. */
record ProviderMetrics(Metrics metrics) implements LlmListener {
    @Override
    public void attemptEnded(String provider, Outcome outcome, long nanos) {
        metrics.providerAttempt(provider, outcome.name().toLowerCase(Locale.ROOT), nanos);
    }

    @Override
    public void answeredLocally(String provider, Outcome because) {
        metrics.dropped("provider");
    }

    @Override
    public void answerBroken(Source source, Throwable cause, long nanos) {
        metrics.providerAttempt(source.provider(), "broken", nanos);
    }
}
