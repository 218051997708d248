package dev.rapport.chat.http;

import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.CompletionClient;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** {@code POST /v1/chat/completions}: one turn for a client that speaks OpenAI's protocol and keeps its conversation. */
final class CompletionsRoute {
    private final Vertx vertx;
    private final TurnRunner turns;
    private final AnswerLog answers;
    private final ChatRoute.Settings settings;
    private final Set<String> models;

    /** @param models names that a client may ask for */
    CompletionsRoute(
            Vertx vertx, TurnRunner turns, AnswerLog answers, ChatRoute.Settings settings, Set<String> models) {
        this.vertx = vertx;
        this.turns = turns;
        this.answers = answers;
        this.settings = settings;
        this.models = Set.copyOf(models);
    }

    void handle(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        turns.requireToken(exchange);
        StageTimes times = new StageTimes(settings.nanoClock());
        CompletionRequest request =
                CompletionRequest.read(JsonBody.readAny(context.body().buffer()), settings.messageLengthMax());
        String model = request.wishes().alias();
        if (!models.contains(model)) {
            throw new TurnFailed(new TurnFailure.UnknownModel(model));
        }
        String idempotencyKey = exchange.idempotencyKey();
        String authorization = exchange.header("authorization");

        CompletionClient client = new CompletionClient(
                vertx,
                context.response(),
                times,
                settings.client(),
                exchange,
                request.form(),
                model,
                exchange.receivedAt(),
                exchange.header("idempotency-key").isEmpty() ? Optional.empty() : Optional.of(answers));
        turns.run(
                exchange,
                new IncomingTurn(
                        exchange.id(),
                        authorization,
                        request.wishes().dialogue().map(Dialogue::text).orElseThrow(),
                        Optional.empty(),
                        idempotencyKey,
                        exchange.receivedAt(),
                        times,
                        client,
                        request.wishes(),
                        ""),
                client);
    }
}
