package dev.rapport.llm.fake;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real HTTP server that answers each request by the next of its scripts, and the last one for ever. */
public final class FakeProvider {
    /** Small, so that a client that does not read is noticed here and not hidden by the kernel. */
    private static final int SEND_BUFFER_BYTES = 16 * 1024;

    private final HttpServer server;
    private final List<Script> scripts = Collections.synchronizedList(new ArrayList<>());
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Promise<Void> lost = Promise.promise();

    /** What to do with a request. */
    @FunctionalInterface
    public interface Script {
        void answer(HttpServerRequest request);
    }

    /** A request as it came. */
    public record Received(String path, String peer, MultiMap headers, JsonObject body) {}

    public FakeProvider(Vertx vertx, Script... scripts) {
        this.scripts.addAll(List.of(scripts));
        HttpServerOptions options = new HttpServerOptions()
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setHttp2ClearTextEnabled(false); // as Python's servers; the JDK's client would ask for it
        this.server = vertx.createHttpServer(options)
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .await();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    public List<Received> received() {
        return received;
    }

    /** Completes when a client has closed the connection of an unfinished response. */
    public Future<Void> lostClient() {
        return lost.future();
    }

    public void close() {
        server.close().await();
    }

    private void take(HttpServerRequest request) {
        request.response().exceptionHandler(_ -> lost.tryComplete());
        request.response().closeHandler(_ -> lost.tryComplete());
        request.body().onSuccess(body -> {
            received.add(new Received(
                    String.valueOf(request.path()),
                    request.remoteAddress().toString(),
                    request.headers(),
                    new JsonObject(body)));
            scripts.get(Math.min(received.size(), scripts.size()) - 1).answer(request);
        });
    }

    /** An event stream that ends well, whatever is in it. */
    public static Script stream(String... events) {
        return request -> begin(request, events).end();
    }

    /** An event stream that is closed in the middle. */
    public static Script cut(String... events) {
        return request -> {
            HttpServerResponse response = begin(request, events);
            if (events.length == 0) {
                response.writeHead();
            }
            request.connection().close();
        };
    }

    /** An event stream that neither goes on nor ends. */
    public static Script stall(String... events) {
        return request -> begin(request, events);
    }

    /** The head of an event stream and nothing more. */
    public static Script headOnly() {
        return request -> begin(request).writeHead();
    }

    /** A response that never begins. */
    public static Script hang() {
        return _ -> {};
    }

    /** A connection that is closed instead of an answer. */
    public static Script reset() {
        return request -> request.connection().close();
    }

    public static Script status(int status, String body, String... headers) {
        return request -> {
            HttpServerResponse response = request.response();
            for (int i = 0; i < headers.length; i += 2) {
                response.putHeader(headers[i], headers[i + 1]);
            }
            response.setStatusCode(status).end(body);
        };
    }

    /** A whole body of some type. */
    public static Script page(String type, String body) {
        return request -> request.response().putHeader("content-type", type).end(body);
    }

    /** An OpenAI chunk with text. */
    public static String chunk(String text) {
        return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + new JsonObject().put("content", text).encode()
                + ",\"finish_reason\":null}],\"usage\":null}\n\n";
    }

    /** An OpenAI chunk that says why the model stopped. */
    public static String finish(String reason) {
        return "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason
                + "\"}]}\n\n";
    }

    /** An OpenAI chunk with the usage. */
    public static String usage(int prompt, int completion, int cached) {
        return "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":"
                + completion + ",\"total_tokens\":" + (prompt + completion)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":" + cached + "}}}\n\n";
    }

    public static final String DONE = "data: [DONE]\n\n";

    private static HttpServerResponse begin(HttpServerRequest request, String... events) {
        HttpServerResponse response = request.response();
        response.putHeader("content-type", "text/event-stream; charset=utf-8").setChunked(true);
        for (String event : events) {
            response.write(Buffer.buffer(event));
        }
        return response;
    }
}
