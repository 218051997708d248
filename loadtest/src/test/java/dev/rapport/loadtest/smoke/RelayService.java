package dev.rapport.loadtest.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.client.SseEvent;
import dev.rapport.loadtest.client.SseParser;
import dev.rapport.loadtest.simulator.AnswerPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A double of the chat service for tests: it speaks the native route and relays the simulated provider, without memory,
 * limits or pipeline. It can be told to go wrong.
 */
final class RelayService {
    static final String KEY = "application-key";

    /** How to go wrong; each second chat is the one that suffers. */
    enum Mischief {
        NONE,
        DUPLICATE_TOKEN,
        DROP_TOKEN,
        NO_DONE,
        ERROR_EVENT,
        LOCAL_ANSWER,
        ANSWER_502,
        ANSWER_HTML,
        CLOSE,
        ASK_TWICE,
        /** The right answer, without asking the provider: what a cache that knows too much would do. */
        ASK_NEVER,
        BLOCK_LOOP
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mischief mischief;
    private final URI simulator;
    private final HttpClient http;
    private final HttpServer server;
    private final AtomicInteger chats = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    RelayService(Vertx vertx, URI simulator, Mischief mischief) {
        this.mischief = mischief;
        this.simulator = simulator;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(100));
        this.server = vertx.createHttpServer()
                .requestHandler(this::route)
                .listen(0, "127.0.0.1")
                .await();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Requests to the three routes of a client. */
    int requests() {
        return requests.get();
    }

    int openSessions() {
        return sessions.size();
    }

    private void route(HttpServerRequest request) {
        String route = request.method().name() + " " + request.path();
        if (!route.equals("GET /metrics")) {
            requests.incrementAndGet();
        }
        switch (route) {
            case "POST /session" -> request.bodyHandler(body -> openSession(request, json(body.toString())));
            case "DELETE /session" -> {
                sessions.remove(token(request));
                request.response().setStatusCode(204).end();
            }
            case "POST /chat-stream" -> request.bodyHandler(body -> chat(request, json(body.toString())));
            case "GET /metrics" -> {
                int blocked = mischief == Mischief.BLOCK_LOOP ? chats.get() : 3;
                request.response()
                        .end("# TYPE rapport_loop_blocked_total counter\n" + "rapport_loop_blocked_total{loop=\"0\"} "
                                + blocked + ".0\n");
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void openSession(HttpServerRequest request, JsonNode body) {
        if (!KEY.equals(body.path("key").asText())
                || !body.path("user").asText().startsWith("smoke-")) {
            request.response().setStatusCode(401).end("{\"title\":\"Not authenticated\"}");
            return;
        }
        String token = "t" + requests.get();
        sessions.add(token);
        ObjectNode answer = JSON.createObjectNode()
                .put("session", "s")
                .put("token", token)
                .put("expires_at", "2030-01-01T00:00:00Z")
                .put("conversation", "c_1");
        request.response().setStatusCode(201).end(answer.toString());
    }

    private static String token(HttpServerRequest request) {
        return String.valueOf(request.getHeader("authorization")).replace("Bearer ", "");
    }

    private void chat(HttpServerRequest request, JsonNode body) {
        HttpServerResponse response = request.response();
        if (!sessions.contains(token(request)) || request.getHeader("idempotency-key") == null) {
            response.setStatusCode(401).end();
            return;
        }
        Mischief now = chats.getAndIncrement() % 2 == 1 ? mischief : Mischief.NONE;
        switch (now) {
            case ANSWER_502 -> response.setStatusCode(502).end("Bad Gateway");
            case ANSWER_HTML -> response.putHeader("content-type", "text/html").end("<html></html>");
            case CLOSE -> request.connection().close();
            case ASK_TWICE -> ask(body).onComplete((ignored, failure) -> relay(response, body, now));
            case ASK_NEVER -> {
                AnswerPlan plan = AnswerPlan.forMessage(
                        SmokeRunTest.QUICK, body.path("message").asText());
                ObjectNode token = JSON.createObjectNode().put("text", plan.text());
                response.putHeader("content-type", "text/event-stream")
                        .end("event: token\ndata: " + token + "\n\nevent: done\ndata: {}\n\n");
            }
            default -> relay(response, body, now);
        }
    }

    private void relay(HttpServerResponse response, JsonNode body, Mischief now) {
        response.putHeader("content-type", "text/event-stream; charset=utf-8").setChunked(true);
        ask(body).onSuccess(upstream -> {
            Relay relay = new Relay(response, now);
            SseParser parser = new SseParser(relay::frame);
            upstream.handler(bytes -> feed(parser, bytes));
            upstream.endHandler(end -> relay.end());
        });
    }

    private Future<HttpClientResponse> ask(JsonNode body) {
        ObjectNode prompt = JSON.createObjectNode().put("model", "sim").put("stream", true);
        prompt.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", body.path("message").asText());
        return http.request(HttpMethod.POST, simulator.getPort(), simulator.getHost(), "/v1/chat/completions")
                .compose(request -> request.send(Buffer.buffer(prompt.toString())));
    }

    private static void feed(SseParser parser, Buffer bytes) {
        try {
            parser.feed(bytes.getBytes());
        } catch (SseParser.EventTooLargeException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** One answer on its way through. */
    private static final class Relay {
        private final HttpServerResponse response;
        private final Mischief mischief;
        private int tokens;

        Relay(HttpServerResponse response, Mischief mischief) {
            this.response = response;
            this.mischief = mischief;
        }

        void frame(SseEvent frame) {
            String text = frame.data().equals("[DONE]")
                    ? ""
                    : json(frame.data()).at("/choices/0/delta/content").asText("");
            if (!text.isEmpty()) {
                tokens++;
                if (tokens == 1) {
                    response.write("event: recalled\ndata: {\"memories\":[],\"traits\":[]}\n\n");
                }
                int times = tokens != 2
                        ? 1
                        : mischief == Mischief.DUPLICATE_TOKEN ? 2 : mischief == Mischief.DROP_TOKEN ? 0 : 1;
                for (int i = 0; i < times; i++) {
                    response.write(
                            "event: token\ndata: " + JSON.createObjectNode().put("text", text) + "\n\n");
                }
            }
        }

        void end() {
            switch (mischief) {
                case NO_DONE -> response.end();
                case ERROR_EVENT ->
                    response.end("event: error\ndata: {\"title\":\"Upstream broke\",\"status\":502}\n\n");
                case LOCAL_ANSWER ->
                    response.end("event: done\ndata: {\"finish_reason\":\"stop\",\"provider\":\"local\"}\n\n");
                default -> response.end("event: done\ndata: {\"finish_reason\":\"stop\",\"provider\":\"sim\"}\n\n");
            }
        }
    }
}
