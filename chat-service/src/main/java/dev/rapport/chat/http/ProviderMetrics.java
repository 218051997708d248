package dev.rapport.chat.http;

import dev.rapport.chat.metrics.GatewayMeters;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.LlmListener;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import java.util.Locale;

/** Counts what the gateway does. */
final class ProviderMetrics implements LlmListener {
    private final Metrics metrics;
    private final GatewayMeters meters;

    ProviderMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.meters = metrics.gateway();
    }

    @Override
    public void attemptEnded(String provider, Outcome outcome, long nanos) {
        meters.attempt(provider, word(outcome), nanos);
    }

    @Override
    public void retrying(String provider, long waitNanos) {
        meters.retried(provider);
    }

    @Override
    public void answeredLocally(String provider, Outcome because) {
        metrics.dropped("provider");
    }

    @Override
    public void answerEnded(Source source, AnswerEnd end, long nanos) {
        meters.answered(source.provider(), nanos);
    }

    @Override
    public void answerBroken(Source source, Throwable cause, long nanos) {
        meters.attempt(source.provider(), "broken", nanos);
    }

    @Override
    public void admitted(String provider, long waitNanos) {
        meters.admitted(provider, waitNanos);
    }

    @Override
    public void shed(LlmReply.Limit limit) {
        meters.shed(word(limit));
    }

    @Override
    public void coolDown(String provider, String key) {
        meters.cooledDown(provider, key);
    }

    @Override
    public void gaveUp(String provider) {
        meters.gaveUp(provider);
    }

    @Override
    public void replaced(Source from, Source to) {
        meters.replaced(from.provider(), to.provider());
    }

    @Override
    public void cache(CacheOutcome outcome) {
        meters.cacheAsked(word(outcome));
    }

    @Override
    public void spent(String plan, Part part) {
        meters.spent(plan, part.source().provider(), part.usage(), part.costMicros());
    }

    @Override
    public void limiterFellBack(String pool) {
        meters.limiterFellBack(pool);
    }

    @Override
    public void limiterNoteDropped(String pool) {
        meters.limiterNoteDropped(pool);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
