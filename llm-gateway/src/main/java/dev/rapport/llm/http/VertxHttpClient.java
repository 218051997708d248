package dev.rapport.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/*
 * Why not LangChain4j's own client (version 1.19, read in its source and measured):
 *
 * 1. It blocks a thread of the common pool for each stream: on 2 cores the 258th stream waits until another ends.
 * 2. It loses the headers of errors, and with them Retry-After.
 * 3. It has no timeout between events, and none at all once the headers have come.
 * 4. It cannot cancel a call that has not answered yet.
 * 5. It takes every end of a stream for success, and drops errors that come as data.
 *
 * The interface has no room for most of this, so a caller wraps the LangChain4j model's chat() in call(), which hands out
 * the HttpCall that chat() started. This works because chat() reaches execute() before it returns, on the same thread.
 */

/**
 * LangChain4j's HTTP client on Vert.x, for streamed answers only. One for each event loop and provider: made there, called
 * there, and its listeners are called there. Holds at most {@link #CONNECTIONS_MAX} connections and as many waiting calls
 * as {@link #WAITING_MAX}.
 */
public final class VertxHttpClient implements HttpClient {
    /** Connections of one loop to one provider; with 4 x 4 loops 4,096, well under a server's usual file limit. */
    public static final int CONNECTIONS_MAX = 256;

    /** Calls of one loop that wait for a connection. More would outlive their deadline: a full answer takes seconds. */
    public static final int WAITING_MAX = 256;

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int STATUS_LINE_BYTES_MAX = 4 * 1024;
    private static final int NETWORK_BUFFER_BYTES_MAX = 8 * 1024;

    /** Shorter than the idle time after which providers' load balancers close a connection, usually 60 s and more. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private static final Duration TLS_HANDSHAKE_MAX = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final HttpClientAgent agent;
    private final HttpTimeouts timeouts;
    private final Dialect dialect;
    private final UnaryOperator<String> bodyEdit;
    private final Thread loop = Thread.currentThread();

    private @Nullable String callId;
    private @Nullable HttpCall newCall;

    /**
     * Makes the client of the current event loop.
     *
     * @param agent from {@link #newAgent}, or with bounds of its own
     * @param bodyEdit what to change about LangChain4j's request body, for providers that refuse some of it
     */
    public VertxHttpClient(
            Vertx vertx,
            HttpClientAgent agent,
            HttpTimeouts timeouts,
            Dialect dialect,
            UnaryOperator<String> bodyEdit) {
        this.vertx = vertx;
        this.agent = agent;
        this.timeouts = timeouts;
        this.dialect = dialect;
        this.bodyEdit = bodyEdit;
    }

    /** A Vert.x client with our bounds: HTTP/1.1, no pipelining, no redirects, no decompression. */
    public static HttpClientAgent newAgent(Vertx vertx, HttpTimeouts timeouts) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) timeouts.connect().toMillis())
                        .setSslHandshakeTimeout(TLS_HANDSHAKE_MAX.toSeconds())
                        .setKeepAlive(true)
                        .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                        .setPipelining(false)
                        .setDecompressionSupported(false)
                        .setTcpKeepAlive(true)
                        .setMaxInitialLineLength(STATUS_LINE_BYTES_MAX)
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxChunkSize(NETWORK_BUFFER_BYTES_MAX))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX))
                .build();
    }

    /** A builder as LangChain4j wants it. Its timeouts have no effect: ours are finer. */
    public HttpClientBuilder builder() {
        return new VertxHttpClientBuilder(this);
    }

    /**
     * Runs a LangChain4j model's {@code chat()} and hands out the call that it makes.
     *
     * @param id goes out as {@code x-request-id}
     */
    public HttpCall call(String id, Runnable chat) {
        assert Thread.currentThread().equals(loop) : "called off its event loop";
        callId = id;
        newCall = null;
        try {
            chat.run();
            return requireNonNull(newCall, "chat() made no call");
        } finally {
            callId = null;
            newCall = null;
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        assert Thread.currentThread().equals(loop) : "called off its event loop";
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method().name()))
                .setAbsoluteURI(request.url())
                .setFollowRedirects(false);
        request.headers().forEach((name, values) -> values.forEach(value -> options.addHeader(name, value)));
        options.putHeader("accept", "text/event-stream").putHeader("accept-encoding", "identity");
        if (callId != null) {
            options.putHeader("x-request-id", callId);
        }
        String body = request.body() == null ? "" : bodyEdit.apply(request.body());
        HttpCall call = new HttpCall(vertx, timeouts, dialect, listener);
        newCall = call;
        call.start(agent, options, Buffer.buffer(body.getBytes(UTF_8)));
    }

    /** Not supported: it would block the event loop. */
    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("blocking call of " + request.method() + " " + request.url()
                + " (expected: only streaming models on this client, it lives on an event loop)");
    }
}
