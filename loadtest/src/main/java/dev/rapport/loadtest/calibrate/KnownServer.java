package dev.rapport.loadtest.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.simulator.AnswerPlan;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A server whose every latency is known beforehand. To a client it is Rapport's native routes; it has no pipeline and no
 * provider behind it, but answers by the plan itself, at the times of {@link KnownTiming}. To the harness it is also the
 * simulated provider: it shows the same counters and records.
 *
 * <p>Stalls hold back chats and {@code /health/live} and {@code /health/ready}, which is what a user would see of a stalled process. Opening and
 * ending sessions, and asking for counters, is never held back: that is not what is measured.
 *
 * <p>Routes: {@code POST /session}, {@code DELETE /session}, {@code POST /chat-stream}, {@code GET /health/live}, {@code GET /health/ready}, {@code
 * GET /metrics}, {@code GET /sim/stats}, {@code GET /sim/requests} (JSON Lines; forgotten after {@code ?drain=true}), {@code POST /sim/reset}. One event loop.
 */
public final class KnownServer extends VerticleBase {
    /** What its answers name as the provider. */
    public static final String NAME = "known-server";

    /** Most sessions at one time; the largest profile has 10,000 users. */
    static final int SESSIONS_MAX = 20_000;

    /** Largest body, that of a message. */
    private static final int BODY_SIZE_MAX = 1 << 20;

    private static final int RECORDS_AT_ONCE = 500;

    private final KnownTiming timing;
    private final String host;
    private final int port;
    private final String key;
    private final int chatsMax;
    private final WallClock clock = WallClock.now();
    private final KnownLog log = new KnownLog();
    private final Set<String> sessions = new HashSet<>();
    private long sessionsOpened;
    private int portBound;

    /**
     * A server, not yet listening.
     *
     * @param port 0 for any free one
     * @param key what {@code POST /session} must show; empty to let everyone in
     */
    public KnownServer(KnownTiming timing, String host, int port, String key) {
        this(timing, host, port, key, Integer.MAX_VALUE);
    }

    /**
     * One that can only do so much.
     *
     * @param chatsMax chats in flight at most; one more is refused with 503
     */
    public KnownServer(KnownTiming timing, String host, int port, String key, int chatsMax) {
        this.chatsMax = chatsMax;
        this.timing = timing;
        this.host = host;
        this.port = port;
        this.key = key;
    }

    /** Starts it; fails if the port is taken. */
    public Future<KnownServer> start(Vertx vertx) {
        return vertx.deployVerticle(this).map(this);
    }

    /** Where it listens, once started. */
    public URI address() {
        return URI.create("http://" + host + ":" + portBound);
    }

    @Override
    public Future<HttpServer> start() {
        LoopTimer timer = LoopTimer.of(context);
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(request -> route(timer, request))
                .listen(port, host)
                .onSuccess(server -> portBound = server.actualPort());
    }

    private void route(LoopTimer timer, HttpServerRequest request) {
        switch (request.method().name() + " " + request.path()) {
            case "POST /session" -> whenRead(request, body -> openSession(request, body));
            case "DELETE /session" -> {
                boolean known = sessions.remove(token(request));
                request.response().setStatusCode(known ? 204 : 401).end();
            }
            case "POST /chat-stream" -> whenRead(request, body -> chat(timer, request, body));
            case "GET /health/live", "GET /health/ready" -> live(timer, request.response());
            case "GET /metrics" ->
                request.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(MetricsPage.text());
            case "GET /sim/stats" -> json(request.response(), 200, stats());
            case "GET /sim/requests" -> {
                request.response()
                        .putHeader("content-type", "application/jsonl")
                        .setChunked(true);
                boolean drain = "true".equals(request.getParam("drain"));
                records(request.response(), drain ? log.drain() : log.records(), 0);
            }
            case "POST /sim/reset" -> {
                log.reset();
                request.response().setStatusCode(204).end();
            }
            default -> problem(request.response(), 404, "No such route: " + request.method() + " " + request.path());
        }
    }

    @FunctionalInterface
    private interface Reader {
        void read(JsonNode body);
    }

    private static void whenRead(HttpServerRequest request, Reader reader) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= BODY_SIZE_MAX) { // the rest is read and thrown away, so that the client hears the 413
                body.appendBuffer(part);
            }
        });
        request.endHandler(complete -> {
            if (body.length() > BODY_SIZE_MAX) {
                problem(request.response(), 413, "The body is larger than " + BODY_SIZE_MAX + " bytes.");
            } else {
                reader.read(parse(body));
            }
        });
    }

    private static JsonNode parse(Buffer body) {
        try {
            return Json.MAPPER.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // each route says what it misses
        } catch (IOException e) {
            throw new AssertionError("bytes in memory cannot fail to be read", e);
        }
    }

    private void openSession(HttpServerRequest request, JsonNode body) {
        if (!key.isEmpty() && !key.equals(body.path("key").asText())) {
            problem(request.response(), 401, "key: (expected: the application key)");
            return;
        }
        if (sessions.size() >= SESSIONS_MAX) {
            problem(request.response(), 503, "sessions: " + SESSIONS_MAX + " are open, which is the most there can be");
            return;
        }
        sessionsOpened++;
        String token = "token-" + sessionsOpened;
        sessions.add(token);
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("session", "s_" + sessionsOpened)
                .put("token", token)
                .put("expires_at", "2100-01-01T00:00:00Z")
                .put("conversation", "c_" + sessionsOpened);
        json(request.response(), 201, answer);
    }

    private static String token(HttpServerRequest request) {
        String header = String.valueOf(request.getHeader("authorization"));
        return header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
    }

    private void chat(LoopTimer timer, HttpServerRequest request, JsonNode body) {
        long arrivedNanos = clock.sinceEpoch(System.nanoTime());
        if (!sessions.contains(token(request))) {
            problem(request.response(), 401, "authorization: (expected: Bearer and the token of an open session)");
        } else if (!body.path("message").isTextual()) {
            problem(request.response(), 400, "message: " + body.path("message") + " (expected: a text)");
        } else if (log.inFlight() >= chatsMax) {
            problem(request.response(), 503, "chats: " + chatsMax + " are in flight, which is the most there can be");
        } else {
            AnswerPlan plan =
                    AnswerPlan.forMessage(timing.answers(), body.path("message").asText());
            log.begin();
            new KnownAnswer(request.response(), plan, timing, clock, timer, arrivedNanos, log::end).play();
        }
    }

    private void live(LoopTimer timer, HttpServerResponse response) {
        long dueNanos = clock.nanoTime(timing.stalls().leavesAt(clock.sinceEpoch(System.nanoTime())));
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", "UP");
        if (dueNanos <= System.nanoTime()) {
            json(response, 200, body);
        } else {
            timer.at(dueNanos, () -> json(response, 200, body));
        }
    }

    private ObjectNode stats() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", NAME)
                .put("description", timing.answers().describe() + "; stalls " + timing.stalls());
        json.set(
                "parameters",
                timing.answers()
                        .toJson()
                        .put("requests_per_minute", 0)
                        .put("tokens_per_minute", 0)
                        .put("loops", 1));
        return json.setAll(log.toJson());
    }

    /** The next part is made when the one before has left. */
    private static void records(HttpServerResponse response, List<ProviderRecord> records, int from) {
        if (from >= records.size()) {
            response.end();
            return;
        }
        int to = Math.min(records.size(), from + RECORDS_AT_ONCE);
        StringBuilder lines = new StringBuilder();
        for (ProviderRecord ended : records.subList(from, to)) {
            ObjectNode line = Json.MAPPER.valueToTree(ended);
            lines.append(line).append('\n');
        }
        response.write(Buffer.buffer(lines.toString())).onSuccess(sent -> records(response, records, to));
    }

    private static void problem(HttpServerResponse response, int status, String title) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("title", title).put("status", status);
        response.setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(body.toString());
    }

    private static void json(HttpServerResponse response, int status, ObjectNode body) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end(body.toString());
        }
    }
}
