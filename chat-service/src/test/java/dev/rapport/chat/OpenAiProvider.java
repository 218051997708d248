package dev.rapport.chat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A provider of OpenAI's protocol that keeps what it is asked, and a service in front of it. */
final class OpenAiProvider {
    /** What a user says to make it break off in the middle of its answer. */
    static final String BREAK_OFF = "Please break off.";

    /** What a user says to make it stop in the middle of its answer and leave the connection open. */
    static final String HOLD = "Please hold.";

    private static final String CHUNK =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}],\"usage\":null}\n\n";
    private static final String USAGE =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":412,\"completion_tokens\":9,\"total_tokens\":421,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":384}}}\n\n";

    /** The bodies that it was sent, oldest first. */
    final List<JsonObject> asked = new CopyOnWriteArrayList<>();

    /** Completes when the service gives up an answer that is on hold. */
    final Promise<Void> givenUp = Promise.promise();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    OpenAiProvider() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** One instance that has this provider only. */
    RunningService inFront(Path folder) throws Exception {
        return inFront(folder, 1);
    }

    /** Instances that have this provider only. */
    RunningService inFront(Path folder, int instances) throws Exception {
        return inFront(folder, instances, Map.of());
    }

    /** @param settings further ones, as variables */
    RunningService inFront(Path folder, int instances, Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("RAPPORT_GATEWAY_FILE", gatewayFile(folder).toString());
        return new RunningService(folder, instances, environment);
    }

    /** Two models and two plans, of which one is tight. */
    private Path gatewayFile(Path folder) throws Exception {
        return Files.writeString(folder.resolve("gateway.yaml"), """
                providers:
                  main:
                    protocol: openai
                    base-url: http://127.0.0.1:%d/v1
                    prefill: none
                    keys: [{name: a}]
                models:
                  default:
                    targets: [{provider: main, model: m}]
                  fast:
                    targets: [{provider: main, model: f}]
                plans:
                  standard: {}
                  tight: {rpm: 1}
                default-plan: standard
                """.formatted(server.actualPort()));
    }

    JsonObject lastAsked() {
        return asked.getLast();
    }

    /** The prompt that it was sent last, a line each. */
    List<String> lastPrompt() {
        return lastAsked().getJsonArray("messages").stream()
                .map(JsonObject.class::cast)
                .map(message -> message.getString("role") + ": " + message.getString("content"))
                .toList();
    }

    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(body.toJsonObject());
            JsonArray messages = lastAsked().getJsonArray("messages");
            String last = messages.getJsonObject(messages.size() - 1).getString("content");
            HttpServerResponse response =
                    request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            String half = CHUNK.formatted("\"content\":\"Half of it. \"", "null");
            if (last.contains(BREAK_OFF)) {
                response.write(half).onComplete(_ -> request.connection().close());
            } else if (last.contains(HOLD)) {
                request.connection().closeHandler(_ -> givenUp.tryComplete());
                response.write(half);
            } else {
                response.end(CHUNK.formatted("\"content\":\"Ahoy, \"", "null")
                        + CHUNK.formatted("\"content\":\"ü😀!\"", "null")
                        + CHUNK.formatted("", "\"stop\"")
                        + USAGE
                        + "data: [DONE]\n\n");
            }
        });
    }
}
