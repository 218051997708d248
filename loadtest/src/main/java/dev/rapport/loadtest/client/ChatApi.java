package dev.rapport.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rapport.loadtest.client.ShortCall.Outcome;
import dev.rapport.loadtest.clock.LoopTimer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;

/**
 * The native chat route as a client calls it: open a session, say something, end the session.
 *
 * <p>Never retries, follows no redirect, pipelines nothing. Its futures do not fail for what servers and networks do: that
 * is a result. Used on one event loop, whose thread also carries the connections. The pool has a connection for each user,
 * so no request waits for another.
 */
public final class ChatApi {
    /** A loopback or LAN connection takes milliseconds; SYN retransmission would begin after 1 s. */
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(3);

    /** Opening and ending a session; neither waits for a model. */
    private static final Duration SESSION_TIME_MAX = Duration.ofSeconds(15);

    /** Part of an error's body that a report may show. */
    static final int DETAIL_CHARS_MAX = 300;

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI target;
    private final HttpClient http;
    private final ShortCall shortCalls;
    private final LoopTimer timer;
    private final Duration chatTimeMax;
    private long sessionsSent;
    private long chatsSent;
    private long endsSent;

    /**
     * A client of the service at {@code target}.
     *
     * @param connections users at most
     * @param chatTimeMax from the planned start to the end of the answer
     */
    public ChatApi(Vertx vertx, LoopTimer timer, URI target, int connections, Duration chatTimeMax) {
        this.target = target;
        this.timer = timer;
        this.chatTimeMax = chatTimeMax;
        HttpClientOptions options = new HttpClientOptions()
                .setPipelining(false)
                .setConnectTimeout((int) CONNECT_TIME_MAX.toMillis())
                .setSsl("https".equals(target.getScheme()));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections);
        this.http = vertx.createHttpClient(options, pool);
        this.shortCalls = new ShortCall(http, SESSION_TIME_MAX);
    }

    /** What was sent so far. */
    public SentCounts sent() {
        return new SentCounts(sessionsSent, chatsSent, endsSent);
    }

    /** {@code POST /session} with an application key. */
    public Future<SessionResult> openSession(String user, String key) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("user", user)
                .put("key", key)
                .toString();
        RequestOptions options = options(HttpMethod.POST, "/session").putHeader("Content-Type", "application/json");
        return shortCalls.send(options, body, () -> sessionsSent++).map(outcome -> switch (outcome) {
            case Outcome.Failed(var failure, var detail) -> new SessionResult.Failed(failure, detail);
            case Outcome.Answered(var status, var text) -> status == 201 ? opened(text) : refused(status, text);
        });
    }

    private static SessionResult opened(String body) {
        try {
            JsonNode token = JSON.readTree(body).path("token");
            if (token.isTextual()) {
                return new SessionResult.Opened(token.asText());
            }
        } catch (JsonProcessingException e) {
            // said below, together with an answer that has no token
        }
        return new SessionResult.Failed(FailureClass.WRONG_CONTENT_TYPE, "201 without a token: " + cut(body));
    }

    /** {@code DELETE /session}. */
    public Future<SessionResult> endSession(String token) {
        RequestOptions options = options(HttpMethod.DELETE, "/session").putHeader("Authorization", "Bearer " + token);
        return shortCalls.send(options, "", () -> endsSent++).map(outcome -> switch (outcome) {
            case Outcome.Failed(var failure, var detail) -> new SessionResult.Failed(failure, detail);
            case Outcome.Answered(var status, var text) ->
                status == 200 || status == 204 ? new SessionResult.Ended() : refused(status, text);
        });
    }

    private static SessionResult refused(int status, String body) {
        return new SessionResult.Failed(FailureClass.ofStatus(status), status + " " + cut(body));
    }

    /** The beginning of a body, on one line. */
    static String cut(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= DETAIL_CHARS_MAX ? line : line.substring(0, DETAIL_CHARS_MAX) + "...";
    }

    /** {@code POST /chat-stream}, read to its end. */
    public Future<ChatResult> chat(ChatCall call) {
        RequestOptions options = options(HttpMethod.POST, "/chat-stream")
                .putHeader("Authorization", "Bearer " + call.token())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "text/event-stream")
                .putHeader("Idempotency-Key", call.plan().nonce());
        return new ChatExchange(call, timer, chatTimeMax).run(http, options, () -> chatsSent++);
    }

    /** Closes every connection. */
    public Future<Void> close() {
        return http.close();
    }

    private RequestOptions options(HttpMethod method, String path) {
        boolean tls = "https".equals(target.getScheme());
        int port = target.getPort() >= 0 ? target.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return new RequestOptions()
                .setMethod(method)
                .setHost(target.getHost())
                .setPort(port)
                .setURI(target.getRawPath() + path)
                .setFollowRedirects(false);
    }
}
