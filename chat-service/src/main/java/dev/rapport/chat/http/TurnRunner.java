package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditTrail;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.pipeline.ChatPipeline;
import dev.rapport.chat.stream.HttpTurnClient;
import dev.rapport.chat.turn.IncomingTurn;
import java.time.InstantSource;

/** Runs a turn for a route: the pipeline, what its client is told of a failure, and the books. */
final class TurnRunner {
    private final ChatPipeline pipeline;
    private final Metrics metrics;
    private final AuditTrail audit;
    private final InstantSource clock;

    TurnRunner(ChatPipeline pipeline, Metrics metrics, AuditTrail audit, InstantSource clock) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param client the turn's own */
    void run(Exchange exchange, IncomingTurn turn, HttpTurnClient client) {
        exchange.turnBegins();
        pipeline.run(turn).onComplete((end, failure) -> {
            if (failure == null) {
                exchange.turnEnded(end);
            } else {
                tell(exchange, client, failure);
            }
            turn.times().dropped().forEach(metrics::dropped);
            turn.times().shed().forEach(metrics::shed);
            metrics.turnEnded(exchange.outcome());
            audit.add(exchange.audited(clock.instant()));
        });
    }

    private static void tell(Exchange exchange, HttpTurnClient client, Throwable failure) {
        FailureResponse response = exchange.noted(failure);
        if (!client.failed(response.problem(exchange.id()))) {
            exchange.fail(response);
        }
    }
}
