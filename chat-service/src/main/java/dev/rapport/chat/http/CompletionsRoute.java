package dev.rapport.chat.http;

import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.CompletionClient;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.AnswerForm;
import dev.rapport.llm.config.GatewayConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** {@code POST /v1/chat/completions}: one turn for a client that speaks OpenAI's protocol and keeps its conversation. */
final class CompletionsRoute {
    private final Vertx vertx;
    private final TurnRunner turns;
    private final AnswerLog answers;
    private final ChatRoute.Settings settings;
    private final GatewayConfig models;

    /** @param models which names a client may ask for, and what they can do */
    CompletionsRoute(
            Vertx vertx, TurnRunner turns, AnswerLog answers, ChatRoute.Settings settings, GatewayConfig models) {
        this.vertx = vertx;
        this.turns = turns;
        this.answers = answers;
        this.settings = settings;
        this.models = models;
    }

    void handle(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        turns.requireToken(exchange);
        StageTimes times = new StageTimes(settings.nanoClock());
        CompletionRequest request =
                CompletionRequest.read(JsonBody.readAny(context.body().buffer()), settings.messageLengthMax());
        String model = request.wishes().alias();
        if (!models.models().containsKey(model)) {
            throw new TurnFailed(new TurnFailure.UnknownModel(model));
        }
        requireAble(model, request.wishes().form());
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

    /* Memory alone answers with text for who only offers tools; nobody else is given less than asked for. */
    private void requireAble(String model, AnswerForm form) {
        boolean memoryAlone =
                Objects.requireNonNull(models.models().get(model)).targets().isEmpty();
        boolean able = memoryAlone ? !form.demandsModel() : models.isAble(model, form.needs());
        if (!able) {
            throw AnswerFormReader.notAble(model, form);
        }
    }
}
