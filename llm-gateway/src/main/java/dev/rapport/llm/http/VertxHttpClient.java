package dev.rapport.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.rapport.llm.loop.Timers;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
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
 * there, and its listeners are called there. Holds at most {@link #CONNECTIONS_MAX} calls, each on a connection of its own or
 * as a stream of HTTP/2, and as many waiting calls as {@link #WAITING_MAX}.
 */
public final class VertxHttpClient implements HttpClient {
    /** Connections of one loop to one provider; with 4 x 4 loops 4,096, well under a server's usual file limit. */
    public static final int CONNECTIONS_MAX = 256;

    /**
     * HTTP/2 connections of one loop to one provider, with {@link #HTTP2_STREAMS_MAX} streams each: as many calls at one
     * time as over HTTP/1.1. Also how many connections are opened at one time to a provider that then has only HTTP/1.1.
     */
    public static final int HTTP2_CONNECTIONS_MAX = 8;

    /** Streams of one connection, fewer if the provider says so. What a lost connection costs. */
    public static final int HTTP2_STREAMS_MAX = CONNECTIONS_MAX / HTTP2_CONNECTIONS_MAX;

    /** Calls of one loop that wait for a connection. More would outlive their deadline: a full answer takes seconds. */
    public static final int WAITING_MAX = 256;

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int STATUS_LINE_BYTES_MAX = 4 * 1024;
    private static final int NETWORK_BUFFER_BYTES_MAX = 8 * 1024;

    /** What a provider may send of one answer before we have read it. */
    private static final int HTTP2_STREAM_WINDOW_BYTES = 32 * 1024;

    /** Room for all streams' windows: an answer that is held back takes none from the others of its connection. */
    private static final int HTTP2_CONNECTION_WINDOW_BYTES = HTTP2_STREAMS_MAX * HTTP2_STREAM_WINDOW_BYTES;

    /** Shorter than the idle time after which providers' load balancers close a connection, usually 60 s and more. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private static final Duration TLS_HANDSHAKE_MAX = Duration.ofSeconds(5);

    private final Live live;
    private final HttpClientAgent agent;
    private final HttpTimeouts timeouts;
    private final Dialect dialect;
    private final UnaryOperator<String> bodyEdit;
    private final Thread loop = Thread.currentThread();

    private @Nullable String callId;
    private UnaryOperator<String> callEdit = UnaryOperator.identity();
    private HttpTimeouts callTimeouts;
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
        this.live = new Live(Timers.of(vertx));
        this.agent = agent;
        this.timeouts = timeouts;
        this.callTimeouts = timeouts;
        this.dialect = dialect;
        this.bodyEdit = bodyEdit;
    }

    /** Like {@link #newAgent(Vertx, HttpTimeouts, boolean)}, with HTTP/2 where it is offered. */
    public static HttpClientAgent newAgent(Vertx vertx, HttpTimeouts timeouts) {
        return newAgent(vertx, timeouts, true);
    }

    /**
     * A Vert.x client with our bounds: no pipelining, no redirects, no decompression, no server push.
     *
     * @param http2 whether HTTP/2 is spoken with a provider that offers it when a TLS connection is made; without TLS it
     *     is always HTTP/1.1
     */
    public static HttpClientAgent newAgent(Vertx vertx, HttpTimeouts timeouts, boolean http2) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) timeouts.connect().toMillis())
                .setSslHandshakeTimeout(TLS_HANDSHAKE_MAX.toSeconds())
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setTcpKeepAlive(true)
                .setMaxInitialLineLength(STATUS_LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxChunkSize(NETWORK_BUFFER_BYTES_MAX);
        return vertx.httpClientBuilder()
                .with(http2 ? withHttp2(options) : options)
                .with(new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS_MAX)
                        .setHttp2MaxSize(HTTP2_CONNECTIONS_MAX)
                        .setMaxWaitQueueSize(WAITING_MAX))
                .build();
    }

    private static HttpClientOptions withHttp2(HttpClientOptions options) {
        return options.setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(HTTP2_STREAMS_MAX)
                .setHttp2KeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setHttp2ConnectionWindowSize(HTTP2_CONNECTION_WINDOW_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setMaxHeaderListSize(HEADER_BYTES_MAX)
                        .setInitialWindowSize(HTTP2_STREAM_WINDOW_BYTES));
    }

    /** A builder as LangChain4j wants it. Its timeouts have no effect: ours are finer. */
    public HttpClientBuilder builder() {
        return new VertxHttpClientBuilder(this);
    }

    /** Like {@link #call(String, Duration, Runnable)}, with this client's patience for the first event. */
    public HttpCall call(String id, Runnable chat) {
        return call(id, timeouts.firstEvent(), chat);
    }

    /** Like {@link #call(String, Duration, UnaryOperator, Runnable)}, with no edit of its own. */
    public HttpCall call(String id, Duration firstEventMax, Runnable chat) {
        return call(id, firstEventMax, UnaryOperator.identity(), chat);
    }

    /**
     * Runs a LangChain4j model's {@code chat()} and hands out the call that it makes.
     *
     * @param id goes out as {@code x-request-id}
     * @param firstEventMax from now to the first event, at least 1 ms; this client's own timeout holds if it is shorter
     * @param edit what to change about this call's body, after the client's own edit
     */
    public HttpCall call(String id, Duration firstEventMax, UnaryOperator<String> edit, Runnable chat) {
        assert Thread.currentThread().equals(loop) : "called off its event loop";
        callId = id;
        callEdit = edit;
        callTimeouts = timeouts.withFirstEventAtMost(firstEventMax);
        newCall = null;
        try {
            chat.run();
            return requireNonNull(newCall, "chat() made no call");
        } finally {
            callId = null;
            callEdit = UnaryOperator.identity();
            callTimeouts = timeouts;
            newCall = null;
        }
    }

    /** Calls that have neither ended nor been cancelled. */
    public int openCalls() {
        assert Thread.currentThread().equals(loop) : "called off its event loop";
        return live.openCalls();
    }

    /** Timers that are set for those calls, or for the end of a response that is complete by its own words. */
    public int openTimers() {
        assert Thread.currentThread().equals(loop) : "called off its event loop";
        return live.openTimers();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        assert Thread.currentThread().equals(loop) : "called off its event loop";
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method().name()))
                .setAbsoluteURI(request.url())
                .setFollowRedirects(false);
        if (!Boolean.TRUE.equals(options.isSsl())) {
            options.setProtocolVersion(HttpVersion.HTTP_1_1); // without TLS nobody can offer more
        }
        request.headers().forEach((name, values) -> values.forEach(value -> options.addHeader(name, value)));
        options.putHeader("accept", "text/event-stream").putHeader("accept-encoding", "identity");
        if (callId != null) {
            options.putHeader("x-request-id", callId);
        }
        String body = request.body() == null ? "" : callEdit.apply(bodyEdit.apply(request.body()));
        HttpCall call = new HttpCall(agent, live, callTimeouts, dialect, dialect.reading(listener));
        newCall = call;
        call.start(options, Buffer.buffer(body.getBytes(UTF_8)));
    }

    /** Not supported: it would block the event loop. */
    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("blocking call of " + request.method() + " " + request.url()
                + " (expected: only streaming models on this client, it lives on an event loop)");
    }
}
