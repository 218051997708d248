package dev.rapport.chat.http;

import dev.rapport.chat.config.ServiceConfig.SummaryConfig;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.summary.Fault;
import dev.rapport.chat.summary.Outcome;
import dev.rapport.chat.summary.Summarize;
import dev.rapport.chat.summary.SummaryListener;
import dev.rapport.chat.summary.SummaryStore;
import dev.rapport.llm.gateway.Gateway;
import io.vertx.core.Vertx;

/** Puts a loop's summaries together. */
final class BackgroundSummaries {
    private static final String INSTRUCTION = "instruction";

    private BackgroundSummaries() {}

    /** For a service that has a model for them. */
    static Summarize of(Vertx vertx, Shared shared, Gateway llm, SummaryStore store) {
        SummaryConfig config = shared.config().summary();
        return new Summarize(
                vertx,
                new Summarize.Surroundings(
                        llm,
                        llm::waiting,
                        store,
                        shared.counter()::count,
                        sentence -> shared.traits().extract(sentence).traits().stream()
                                .anyMatch(trait -> trait.attribute().equals(INSTRUCTION)),
                        heard(shared.metrics()),
                        shared.clock(),
                        System::nanoTime),
                new Summarize.Settings(
                        config.model(),
                        config.tokensMax(),
                        config.inputTokensMax(),
                        config.messagesMin(),
                        config.timeout()));
    }

    private static SummaryListener heard(Metrics metrics) {
        return new SummaryListener() {
            @Override
            public void ended(Outcome outcome) {
                metrics.summaryEnded(outcome.wire(), outcome.reason());
            }

            @Override
            public void leftOut(Fault fault) {
                metrics.summarySentenceLeftOut(fault.wire());
            }
        };
    }
}
