package dev.rapport.loadtest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.client.Exchange.Call;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.Sample.Operation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The native chat route as a client calls it: open a session, say something, end the session, ask for its health.
 *
 * <p>Never retries, follows no redirect, pipelines nothing. Its futures do not fail for what servers and networks do: that
 * is a result. Used on one event loop, whose thread also carries the connections.
 */
public final class ChatApi {
    /** Opening and ending a session, and health; none waits for a model. */
    private static final Duration SHORT_TIME_MAX = Duration.ofSeconds(15);

    /** Part of an error's body that a report may show. */
    static final int DETAIL_CHARS_MAX = 300;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String path;
    private final Connections connections;
    private final LoopTimer timer;
    private final Duration chatTimeMax;
    private final Map<Operation, Long> sent = new EnumMap<>(Operation.class);

    /**
     * A client of the service at {@code target}.
     *
     * @param chatTimeMax from the planned start to the end of the answer; longer where the answer's own plan is
     */
    public ChatApi(Connections connections, LoopTimer timer, URI target, Duration chatTimeMax) {
        this.path = target.getRawPath() == null ? "" : target.getRawPath();
        this.connections = connections;
        this.timer = timer;
        this.chatTimeMax = chatTimeMax;
    }

    /** Requests that a connection took so far. */
    public Map<Operation, Long> sent() {
        return Map.copyOf(sent);
    }

    /** As {@link #openSession(String, String, String, long)}, without a plan. */
    public Future<CallResult> openSession(String user, String key, long plannedNanos) {
        return openSession(user, key, "", plannedNanos);
    }

    /**
     * {@code POST /session} with an application key; see {@link #tokenOf}.
     *
     * @param plan of the user; empty to name none
     */
    public Future<CallResult> openSession(String user, String key, String plan, long plannedNanos) {
        ObjectNode fields =
                JsonNodeFactory.instance.objectNode().put("user", user).put("key", key);
        String body = (plan.isEmpty() ? fields : fields.put("plan", plan)).toString();
        RequestOptions options = options(HttpMethod.POST, "/session").putHeader("Content-Type", "application/json");
        return run(Operation.SESSION, options, body, plannedNanos, SHORT_TIME_MAX, new WholeReply(201));
    }

    /** The token in the answer to {@link #openSession}; empty if there is none. */
    public static Optional<String> tokenOf(CallResult opened) {
        try {
            JsonNode token = JSON.readTree(opened.body()).path("token");
            return opened.ok() && token.isTextual() ? Optional.of(token.asText()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** {@code DELETE /session}. */
    public Future<CallResult> endSession(String token, long plannedNanos) {
        RequestOptions options = options(HttpMethod.DELETE, "/session").putHeader("Authorization", "Bearer " + token);
        return run(Operation.END, options, "", plannedNanos, SHORT_TIME_MAX, new WholeReply(204));
    }

    /** {@code GET /health/ready}. */
    public Future<CallResult> health(long plannedNanos) {
        RequestOptions options = options(HttpMethod.GET, "/health/ready");
        return run(Operation.HEALTH, options, "", plannedNanos, SHORT_TIME_MAX, new WholeReply(200));
    }

    /** {@code POST /chat-stream}, read to its end. */
    public Future<CallResult> chat(ChatCall call) {
        RequestOptions options = options(HttpMethod.POST, "/chat-stream")
                .putHeader("Authorization", "Bearer " + call.token())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "text/event-stream")
                .putHeader("Idempotency-Key", call.plan().nonce());
        String body = JSON.createObjectNode().put("message", call.message()).toString();
        long planNanos = call.plan().dueNanos(call.plan().tokenCount() - 1);
        Call asked = new Call(
                options,
                Buffer.buffer(body),
                call.plannedNanos(),
                chatTimeMax.plusNanos(planNanos),
                call.leaveAfterNanos(),
                counted(Operation.CHAT));
        return new Exchange(connections, timer, asked, new StreamedReply(call.plan(), call.cancelAfterTokens())).run();
    }

    private Future<CallResult> run(
            Operation operation,
            RequestOptions options,
            String body,
            long plannedNanos,
            Duration timeMax,
            Reply reply) {
        return new Exchange(
                        connections,
                        timer,
                        new Call(options, Buffer.buffer(body), plannedNanos, timeMax, 0, counted(operation)),
                        reply)
                .run();
    }

    private Runnable counted(Operation operation) {
        return () -> sent.merge(operation, 1L, Long::sum);
    }

    /** The beginning of a body, on one line. */
    static String cut(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= DETAIL_CHARS_MAX ? line : line.substring(0, DETAIL_CHARS_MAX) + "...";
    }

    private RequestOptions options(HttpMethod method, String route) {
        return new RequestOptions().setMethod(method).setURI(path + route).setFollowRedirects(false);
    }
}
