package dev.rapport.chat.http;

import dev.rapport.chat.audit.AuditTrail;
import dev.rapport.chat.metrics.Metrics;
import dev.rapport.chat.pipeline.ChatPipeline;
import dev.rapport.chat.stream.SseClient;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** {@code POST /chat-stream}: one turn, answered as server-sent events. */
final class ChatRoute {
    private static final Set<String> FIELDS = Set.of("message", "conversation");
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern CONVERSATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Vertx vertx;
    private final ChatPipeline pipeline;
    private final Settings settings;
    private final Metrics metrics;
    private final AuditTrail audit;

    /**
     * What is the same for all turns.
     *
     * @param messageLengthMax most characters of a message
     * @param nanoClock what the stages are timed with
     */
    record Settings(SseClient.Settings sse, int messageLengthMax, LongSupplier nanoClock, InstantSource clock) {}

    ChatRoute(Vertx vertx, ChatPipeline pipeline, Settings settings, Metrics metrics, AuditTrail audit) {
        this.vertx = vertx;
        this.pipeline = pipeline;
        this.settings = settings;
        this.metrics = metrics;
        this.audit = audit;
    }

    void handle(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        StageTimes times = new StageTimes(settings.nanoClock());
        JsonBody body = JsonBody.read(context.body().buffer(), FIELDS);
        String message = message(body);
        Optional<String> conversation = body.optionalText("conversation")
                .map(id -> checked("#/conversation", id, CONVERSATION, "an id of a conversation"));
        String idempotencyKey = idempotencyKey(exchange);
        String authorization = exchange.header("authorization");

        SseClient client = new SseClient(vertx, context.response(), times, settings.sse(), exchange);
        exchange.turnBegins();
        pipeline.run(new IncomingTurn(
                        exchange.id(),
                        authorization,
                        message,
                        conversation,
                        idempotencyKey,
                        exchange.receivedAt(),
                        times,
                        client))
                .onComplete((end, failure) -> {
                    if (failure == null) {
                        exchange.turnEnded(end);
                    } else {
                        tell(exchange, client, failure);
                    }
                    times.dropped().forEach(metrics::dropped);
                    metrics.turnEnded(exchange.outcome());
                    audit.add(exchange.audited(settings.clock().instant()));
                });
    }

    private static void tell(Exchange exchange, SseClient client, Throwable failure) {
        FailureResponse response = exchange.noted(failure);
        if (!client.failed(response.problem(exchange.id()))) {
            exchange.fail(response);
        }
    }

    private String message(JsonBody body) {
        String message = body.text("message");
        if (message.isBlank()) {
            throw new TurnFailed(new TurnFailure.BadRequest("#/message", "empty", "a text"));
        }
        if (message.length() > settings.messageLengthMax()) {
            throw new TurnFailed(new TurnFailure.MessageTooLong(message.length(), settings.messageLengthMax()));
        }
        return message;
    }

    /* NGINX gives one id to all attempts at one request, so a client without a key of its own is covered too. */
    private static String idempotencyKey(Exchange exchange) {
        String given = exchange.header("idempotency-key");
        return given.isEmpty()
                ? exchange.id()
                : checked("Idempotency-Key", given, IDEMPOTENCY_KEY, "1 to 128 visible ASCII characters");
    }

    private static String checked(String what, String value, Pattern pattern, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new TurnFailed(new TurnFailure.BadRequest(what, value, expected));
        }
        return value;
    }
}
