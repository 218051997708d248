package dev.rapport.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the contract between the launcher and an instance, and nothing more: health, metrics, sessions, and an answer
 * whose headers leave with its first token. So the launcher's tests need no chat service.
 */
public final class StandInInstance {
    private final String instance;
    private final String loops;
    private final String key;
    private final AtomicInteger waiting = new AtomicInteger();

    private StandInInstance(String instance, String loops, String key) {
        this.instance = instance;
        this.loops = loops;
        this.key = key;
    }

    /** Takes what an instance takes: {@code --config FILE --instance I --port P}. */
    public static void main(String[] args) throws IOException {
        Properties config = new Properties();
        try (var file = Files.newBufferedReader(Path.of(option(args, "--config")))) {
            config.load(file);
        }
        Path key = Path.of(config.getProperty("secrets.folder"), "application.key");
        new StandInInstance(
                        option(args, "--instance"),
                        config.getProperty("loops"),
                        Files.readString(key).strip())
                .serve(Integer.parseInt(option(args, "--port")));
    }

    private static String option(String[] args, String name) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        throw new IllegalArgumentException(name + ": missing");
    }

    private void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        String ready = "{\"status\":\"ready\",\"instance\":\"%s\",\"loops\":%s".formatted(instance, loops);
        server.createContext("/health/live", exchange -> answer(exchange, 200, "{}"));
        server.createContext("/health/ready", exchange -> answer(exchange, 200, ready + "}"));
        server.createContext(
                "/health", exchange -> answer(exchange, 200, ready + ",\"answers\":\"a stand-in for tests\"}"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, "secret_metric 1\n"));
        server.createContext("/session", exchange -> session(exchange, "token"));
        server.createContext("/session/invite", exchange -> session(exchange, "invite"));
        server.createContext("/echo", StandInInstance::echo);
        server.createContext("/busy", exchange -> answer(exchange, 503, "{\"said\":\"the instance\"}"));
        server.createContext("/slow", this::slow);
        server.createContext("/waiting", exchange -> answer(exchange, 200, waiting.toString()));
        server.start();
    }

    private void session(HttpExchange exchange, String field) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (body.contains("\"" + key + "\"")) {
            answer(exchange, 201, "{\"" + field + "\":\"" + field + "-of-" + instance + "\"}");
        } else {
            answer(exchange, 401, "{\"detail\":\"wrong key\"}");
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        long size = exchange.getRequestBody().readAllBytes().length;
        var headers = exchange.getRequestHeaders();
        answer(
                exchange,
                200,
                "host=%s id=%s for=%s size=%d"
                        .formatted(
                                headers.getFirst("Host"),
                                headers.getFirst("X-Request-Id"),
                                headers.getFirst("X-Forwarded-For"),
                                size));
    }

    /** A model that thinks for {@code ?millis} before its first token, then takes as long again. */
    private void slow(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        long millis = Long.parseLong(exchange.getRequestURI().getQuery().replace("millis=", ""));
        waiting.incrementAndGet();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        waiting.decrementAndGet();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        exchange.getResponseBody().write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
