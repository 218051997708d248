package dev.rapport.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The page, and in the place of the service a server that says what a test wants, and when: the order in which replies come is
 * what the tests are about. What the service really says is PageIT's matter.
 */
final class ScriptedService implements AutoCloseable {
    private static final Path PAGE = RunningLauncher.ROOT.resolve("chat-service/src/main/resources/page");
    private static final long HELD_SECONDS_MAX = 20;

    private final HttpServer server;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What answers one method and path. */
    interface Route {
        void answer(Asked asked, HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** A request that came. */
    record Asked(String call, String query, String token, String key, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    ScriptedService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        forget();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** A service with one conversation, two memories, and nothing asked yet. */
    void forget() {
        asked.clear();
        routes.clear();
        on("GET /v1/me", json(new JsonObject().put("user", "ada").put("conversation", "c_1")));
        on("GET /v1/traits", json(new JsonObject().put("traits", new JsonArray())));
        on("GET /v1/memories", json(memories("The first.", "The second.")));
        on("GET /v1/conversations", json(new JsonObject().put("conversations", new JsonArray())));
        on("DELETE /session", (_, exchange) -> reply(exchange, 204, "", ""));
    }

    void on(String call, Route route) {
        routes.put(call, route);
    }

    List<Asked> asked(String call) {
        return asked.stream().filter(one -> one.call().equals(call)).toList();
    }

    static Route json(JsonObject body) {
        return (_, exchange) -> reply(exchange, 200, "application/json", body.encode());
    }

    static Route problem(int status, String title) {
        return (_, exchange) -> reply(
                exchange,
                status,
                "application/problem+json",
                new JsonObject().put("title", title).put("status", status).encode());
    }

    /** The route, once the latch is open. */
    static Route held(CountDownLatch latch, Route then) {
        return (asked, exchange) -> {
            if (latch.await(HELD_SECONDS_MAX, TimeUnit.SECONDS)) {
                then.answer(asked, exchange);
            }
        };
    }

    /** An answer of the turn {@code gen_1}: one token at once, the end when the latch opens. */
    static Route stream(String conversation, CountDownLatch end) {
        return (_, exchange) -> {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.getResponseHeaders().set("x-stream-id", "gen_1");
            exchange.getResponseHeaders().set("x-conversation-id", conversation);
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            out.write("event: token\nid: gen_1-1\ndata: {\"text\":\"Well.\"}\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (end.await(HELD_SECONDS_MAX, TimeUnit.SECONDS)) {
                String done = "event: done\nid: gen_1-2\ndata: {\"conversation\":\"%s\"}\n\n".formatted(conversation);
                out.write(done.getBytes(StandardCharsets.UTF_8));
            }
            exchange.close();
        };
    }

    static JsonObject memories(String... texts) {
        JsonArray list = new JsonArray();
        for (String text : texts) {
            list.add(new JsonObject().put("id", "m_" + text.hashCode()).put("text", text));
        }
        return new JsonObject().put("memories", list).put("total", texts.length);
    }

    static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/") || path.startsWith("/page/")) {
            String name = path.equals("/") ? "index.html" : path.substring("/page/".length());
            reply(exchange, 200, type(name), Files.readString(PAGE.resolve(name)));
            return;
        }
        Asked one = new Asked(
                exchange.getRequestMethod() + " " + path,
                String.valueOf(exchange.getRequestURI().getQuery()),
                String.valueOf(exchange.getRequestHeaders().getFirst("authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("idempotency-key")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(one);
        try {
            routes.getOrDefault(one.call(), problem(404, "Not found")).answer(one, exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".js" -> "text/javascript";
            case ".css" -> "text/css";
            case ".svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
