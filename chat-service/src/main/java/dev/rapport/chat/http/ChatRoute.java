package dev.rapport.chat.http;

import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.chat.stream.HttpTurnClient;
import dev.rapport.chat.stream.SseClient;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /chat-stream}: one turn, answered as server-sent events. */
final class ChatRoute {
    static final String PATH = "/chat-stream";

    private static final Set<String> FIELDS = Set.of("message", "conversation");
    private static final Pattern CONVERSATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Vertx vertx;
    private final TurnRunner turns;
    private final AnswerLog answers;
    private final Settings settings;

    /**
     * What is the same for all turns.
     *
     * @param messageLengthMax most characters of a message
     * @param nanoClock what the stages are timed with
     */
    record Settings(HttpTurnClient.Settings client, int messageLengthMax, LongSupplier nanoClock) {}

    ChatRoute(Vertx vertx, TurnRunner turns, AnswerLog answers, Settings settings) {
        this.vertx = vertx;
        this.turns = turns;
        this.answers = answers;
        this.settings = settings;
    }

    void handle(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        turns.requireToken(exchange);
        StageTimes times = new StageTimes(settings.nanoClock());
        SseClient client =
                new SseClient(vertx, context.response(), times, settings.client(), exchange, Optional.of(answers));
        turns.run(
                exchange,
                turn(exchange, exchange.idempotencyKey(), context.body().buffer(), times, client),
                client);
    }

    /** The turn that a body asks for. */
    IncomingTurn turn(
            Exchange exchange, String idempotencyKey, @Nullable Buffer sent, StageTimes times, TurnClient client) {
        JsonBody body = JsonBody.read(sent, FIELDS);
        String message = message(body);
        Optional<String> conversation = body.optionalText("conversation")
                .map(id -> Exchange.checked("#/conversation", id, CONVERSATION, "an id of a conversation"));
        return new IncomingTurn(
                exchange.id(),
                exchange.authorization(),
                message,
                conversation,
                idempotencyKey,
                exchange.receivedAt(),
                times,
                client);
    }

    /** Makes the turns of answers that another instance has begun, from what they were claimed with. */
    TurnRunner.Again again(Exchange exchange, StageTimes times, HttpTurnClient client) {
        return new TurnRunner.Again() {
            @Override
            public void check(String request) {
                if (request.isEmpty() || !PATH.equals(new JsonObject(request).getString("route"))) {
                    throw new TurnFailed(
                            new TurnFailure.AnswerCut("its instance has died; send the request again with its key"));
                }
            }

            @Override
            public IncomingTurn turn(String request, String begun) {
                JsonObject asked = new JsonObject(request);
                Buffer body = Buffer.buffer(asked.getString("body"));
                return ChatRoute.this
                        .turn(exchange, asked.getString("key"), body, times, client)
                        .goingOn(begun);
            }
        };
    }

    private String message(JsonBody body) {
        String message = body.text("message");
        if (message.isBlank()) {
            throw new TurnFailed(new TurnFailure.BadRequest("#/message", "empty", "a text"));
        }
        if (message.length() > settings.messageLengthMax()) {
            throw new TurnFailed(
                    new TurnFailure.MessageTooLong("#/message", message.length(), settings.messageLengthMax()));
        }
        return message;
    }
}
