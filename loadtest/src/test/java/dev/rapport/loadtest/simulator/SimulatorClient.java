package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A client for tests: collects what comes until the stream ends, breaks or has been silent for too long.
 *
 * <p>Each call runs on one event loop from the request to the handlers of its response: a test's own thread would hear of
 * a response one turn later, and a short one has ended by then.
 */
final class SimulatorClient {
    static final ObjectMapper JSON = new ObjectMapper();

    /** A look takes about a millisecond, so this is a second or more. */
    private static final int ASKS_MAX = 1_000;

    /** More than any test has in flight: nothing waits in here. */
    private static final int CONNECTIONS_MAX = 50;

    private final Context loop;
    private final HttpClient http;
    private final URI address;

    SimulatorClient(Vertx vertx, URI address) {
        this.loop = vertx.getOrCreateContext();
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
        this.address = address;
    }

    /** How a body ended. */
    enum End {
        COMPLETE,
        BROKEN,
        SILENT
    }

    record Reply(int status, MultiMap headers, String body, End end, long headersNanos, List<Long> readNanos) {
        JsonNode json() {
            return parse(body);
        }

        /** The data of all frames. */
        List<String> frames() {
            return body.lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .toList();
        }

        /** The text of all frames that are JSON, put together. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (String frame : frames()) {
                if (frame.startsWith("{\"id\":\"chatcmpl-") && frame.endsWith("}")) {
                    text.append(parse(frame).at("/choices/0/delta/content").asText(""));
                }
            }
            return text.toString();
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    static ObjectNode request(String model, boolean stream, String message) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", stream);
        body.putArray("messages")
                .add(JSON.createObjectNode().put("role", "system").put("content", "Be kind. [ref system]"))
                .add(JSON.createObjectNode().put("role", "user").put("content", message));
        return body;
    }

    /** Posts a chat and gives it {@code silentMillis} to end. */
    Reply chat(ObjectNode body, long silentMillis) {
        return call(HttpMethod.POST, "/v1/chat/completions", body.toString(), silentMillis);
    }

    Reply chat(String model, boolean stream, String message) {
        return chat(request(model, stream, message), 5_000);
    }

    /** Sends a chat and does not wait for what comes of it. */
    Future<Reply> chatLater(String model, boolean stream, String message) {
        String body = request(model, stream, message).toString();
        return onLoop(
                loop,
                () -> send(HttpMethod.POST, "/v1/chat/completions", body)
                        .compose(response -> collect(response, 5_000)));
    }

    /** Asks for the counters until this one has this value. */
    void statUntil(String name, int value) {
        for (int i = 0; i < ASKS_MAX; i++) {
            if (get("/sim/stats").json().path(name).asInt() == value) {
                return;
            }
        }
        throw new AssertionError(name + ": not " + value + " after " + ASKS_MAX + " looks");
    }

    /** Asks for the records until there is one. */
    JsonNode firstRecord() {
        for (int i = 0; i < ASKS_MAX; i++) {
            String lines = get("/sim/requests").body();
            if (!lines.isEmpty()) {
                return parse(lines.lines().findFirst().orElseThrow());
            }
        }
        throw new AssertionError("no record after " + ASKS_MAX + " looks");
    }

    Reply get(String path) {
        return call(HttpMethod.GET, path, "", 5_000);
    }

    Reply call(HttpMethod method, String path, String body, long silentMillis) {
        return onLoop(loop, () -> send(method, path, body).compose(response -> collect(response, silentMillis)))
                .await();
    }

    /** Waits for the headers only; throws a {@code TimeoutException} if there are none after so long. */
    void headersOf(ObjectNode body, long silentMillis) {
        onLoop(loop, () -> send(HttpMethod.POST, "/v1/chat/completions", body.toString()))
                .timeout(silentMillis, TimeUnit.MILLISECONDS)
                .await();
    }

    /** Makes a call on this loop, where its own steps follow each other with nothing in between. */
    static <T> Future<T> onLoop(Context loop, Supplier<Future<T>> call) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> call.get().onComplete(done));
        return done.future();
    }

    private Future<HttpClientResponse> send(HttpMethod method, String path, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI(path);
        return http.request(options).compose(request -> request.send(Buffer.buffer(body)));
    }

    private static Future<Reply> collect(HttpClientResponse response, long silentMillis) {
        long headersNanos = System.nanoTime();
        Promise<End> ended = Promise.promise();
        Buffer body = Buffer.buffer();
        List<Long> readNanos = new ArrayList<>();
        response.handler(part -> {
            readNanos.add(System.nanoTime());
            body.appendBuffer(part);
        });
        response.exceptionHandler(cause -> ended.tryComplete(End.BROKEN));
        response.endHandler(end -> ended.tryComplete(End.COMPLETE));
        return ended.future()
                .timeout(silentMillis, TimeUnit.MILLISECONDS)
                .otherwise(End.SILENT)
                .map(end -> new Reply(
                        response.statusCode(),
                        response.headers(),
                        body.toString(),
                        end,
                        headersNanos,
                        List.copyOf(readNanos)));
    }
}
