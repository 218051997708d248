package dev.rapport.chat;

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A provider of OpenAI's protocol that keeps what it is asked, and a service in front of it. */
final class OpenAiProvider {
    /** What a user says to make it break off in the middle of its answer. */
    static final String BREAK_OFF = "Please break off.";

    /** What a user says to make it stop in the middle of its answer and leave the connection open. */
    static final String HOLD = "Please hold.";

    /** What a user says to make it call its tool, in fragments. */
    static final String CALL = "Please call the weather.";

    /** The same, and it breaks off in the middle of the call. */
    static final String CALL_AND_BREAK_OFF = "Please call and break off.";

    /** What a user says to be answered in pieces with silence between them, each longer than the heartbeat's. */
    static final String SLOWLY = "Please speak slowly.";

    /** The arguments of its calls. */
    static final String ARGUMENTS = "{\"city\":\"Graz, ü😀\"}";

    /** Between two pieces of a slow answer. */
    private static final long SLOW_GAP_MS = 250;

    private static final String CHUNK =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}],\"usage\":null}\n\n";
    private static final String USAGE =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":412,\"completion_tokens\":9,\"total_tokens\":421,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":384}}}\n\n";

    /** The bodies that it was sent, oldest first. */
    final List<JsonObject> asked = new CopyOnWriteArrayList<>();

    /** A permit for each answer on hold that the service has given up. */
    final Semaphore givenUp = new Semaphore(0);

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

    /** The same, with more settings. */
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
                    base-url: http://127.0.0.1:%1$d/v1
                    prefill: none
                    keys: [{name: a}]
                  bare:
                    protocol: openai
                    base-url: http://127.0.0.1:%1$d/v1
                    lacks: [tools, json_object, json_schema]
                    keys: [{name: a}]
                models:
                  default:
                    targets: [{provider: main, model: m}]
                  fast:
                    targets: [{provider: main, model: f}]
                  plain:
                    targets: [{provider: bare, model: p}]
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

    private static String call(String arguments) {
        int middle = arguments.length() / 2;
        return CHUNK.formatted(
                        "\"tool_calls\":[{\"index\":0,\"id\":\"call_5\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"weather\",\"arguments\":\"\"}}]",
                        "null")
                + fragment(arguments.substring(0, middle))
                + fragment(arguments.substring(middle));
    }

    private static String fragment(String arguments) {
        String function = new JsonObject().put("arguments", arguments).encode();
        return CHUNK.formatted("\"tool_calls\":[{\"index\":0,\"function\":" + function + "}]", "null");
    }

    private void slowly(HttpServerResponse response, int piece) {
        if (piece == 3) {
            response.end(CHUNK.formatted("", "\"stop\"") + USAGE + "data: [DONE]\n\n");
            return;
        }
        vertx.setTimer(
                SLOW_GAP_MS,
                _ -> response.write(CHUNK.formatted("\"content\":\"piece " + piece + " \"", "null"))
                        .onComplete(_ -> slowly(response, piece + 1)));
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(body.toJsonObject());
            JsonArray messages = lastAsked().getJsonArray("messages");
            String last =
                    String.valueOf(messages.getJsonObject(messages.size() - 1).getString("content"));
            HttpServerResponse response =
                    request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            String half = CHUNK.formatted("\"content\":\"Half of it. \"", "null");
            if (last.contains(BREAK_OFF)) {
                response.write(half).onComplete(_ -> request.connection().close());
            } else if (last.contains(HOLD)) {
                request.connection().closeHandler(_ -> givenUp.release());
                response.write(half);
            } else if (last.contains(CALL_AND_BREAK_OFF)) {
                response.write(call("{\"city\":"))
                        .onComplete(_ -> request.connection().close());
            } else if (last.contains(CALL) && lastAsked().containsKey("tools")) {
                response.end(call(ARGUMENTS) + CHUNK.formatted("", "\"tool_calls\"") + USAGE + "data: [DONE]\n\n");
            } else if (last.contains(SLOWLY)) {
                slowly(response, 0);
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
