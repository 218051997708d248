package dev.rapport.crosscheck;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Rapport's native routes for Gatling, timed by our own clock into our own histograms: Gatling's printed percentiles come
 * from a digest that is known to be off, and its clock for server-sent events starts after the headers.
 */
final class Chats {
    static final String TARGET = System.getProperty("target", "http://127.0.0.1:8080");
    private static final String KEY = System.getProperty("key", "");
    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
    private static final int AWAIT_SECONDS = 30;

    private static final List<String> SHORT = texts("short.txt");
    private static final List<String> MEDIUM = texts("medium.txt");
    private static final List<String> LONG = texts("long.txt");

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final AtomicLong STARTED = new AtomicLong();
    private static final AtomicLong DONE = new AtomicLong();
    private static final Histogram TTFT = new ConcurrentHistogram(1, 3_600_000_000L, 3);
    private static final Histogram E2E = new ConcurrentHistogram(1, 3_600_000_000L, 3);
    private static final ConcurrentLinkedQueue<String> LINES = new ConcurrentLinkedQueue<>();

    private Chats() {}

    static HttpProtocolBuilder protocol() {
        return http.baseUrl(TARGET).disableWarmUp().disableCaching().sseUnmatchedInboundMessageBufferSize(0);
    }

    static ChainBuilder openSession() {
        return exec(http("POST /session")
                        .post("/session")
                        .header("content-type", "application/json")
                        .body(StringBody(session -> "{\"user\":\"gatling-" + RUN + "-" + session.userId() + "\",\"key\":\"" + KEY + "\"}"))
                        .check(status().is(201), jsonPath("$.token").saveAs("token")))
                .exec(session -> session.set("depth", 0));
    }

    static ChainBuilder endSession() {
        return exec(http("DELETE /session")
                .delete("/session")
                .header("authorization", "Bearer #{token}")
                .check(status().is(204)));
    }

    static ChainBuilder health() {
        return exec(http("GET /health/ready").get("/health/ready").check(status().is(200)));
    }

    /**
     * One message, read to {@code done}. Both checks wait in one list: in a stall both events come in one read, and a check
     * set after the first would miss the second. Gatling posts again whenever a server ends a stream before its close does,
     * which is a second message: only for servers to which that does not matter.
     */
    static ChainBuilder streamedChat() {
        return exec(Chats::begin)
                .exec(sse("chat")
                        .post("/chat-stream")
                        .header("authorization", "Bearer #{token}")
                        .header("content-type", "application/json")
                        .body(StringBody("{\"message\":\"#{message}\"}"))
                        .await(AWAIT_SECONDS)
                        .on(
                                sse.checkMessage("first token")
                                        .matching(jsonPath("$.event").is("token"))
                                        .check(bodyString()
                                                .transformWithSession((event, session) -> micros(session))
                                                .saveAs("ttft")),
                                sse.checkMessage("done")
                                        .matching(jsonPath("$.event").is("done"))
                                        .check(bodyString()
                                                .transformWithSession((event, session) -> micros(session))
                                                .saveAs("e2e"))))
                .exec(sse("close").close())
                .exec(Chats::end);
    }

    /** One message as a plain request, timed to its last byte: sent once, but nothing is known of its first token. */
    static ChainBuilder wholeChat() {
        return exec(Chats::begin)
                .exec(http("chat")
                        .post("/chat-stream")
                        .header("authorization", "Bearer #{token}")
                        .header("content-type", "application/json")
                        .header("accept", "text/event-stream")
                        .body(StringBody("{\"message\":\"#{message}\"}"))
                        .check(
                                status().is(200),
                                substring("event: done"),
                                bodyString()
                                        .transformWithSession((body, session) -> micros(session))
                                        .saveAs("e2e")))
                .exec(Chats::end);
    }

    private static Session begin(Session session) {
        STARTED.incrementAndGet();
        int depth = session.getInt("depth") + 1;
        return session.set("depth", depth)
                .set("message", message(depth) + " [ref g" + RUN + NUMBERS.getAndIncrement() + "]")
                .set("startNanos", System.nanoTime())
                .set("startMillis", System.currentTimeMillis());
    }

    private static Session end(Session session) {
        if (session.contains("e2e")) {
            long e2e = session.getLong("e2e");
            long ttft = session.contains("ttft") ? session.getLong("ttft") : 0;
            DONE.incrementAndGet();
            E2E.recordValue(e2e);
            if (ttft > 0) {
                TTFT.recordValue(ttft);
            }
            LINES.add(String.format(
                    Locale.ROOT,
                    "{\"at_ms\":%d,\"ttft_us\":%d,\"e2e_us\":%d}",
                    session.getLong("startMillis"),
                    ttft,
                    e2e));
        }
        return session.removeAll("ttft", "e2e");
    }

    private static long micros(Session session) {
        return (System.nanoTime() - session.getLong("startNanos")) / 1_000;
    }

    /** By how many were said before, as the profile has it. */
    private static String message(int depth) {
        List<String> texts = depth <= 2 ? SHORT : depth <= 6 ? MEDIUM : LONG;
        return texts.get(ThreadLocalRandom.current().nextInt(texts.size()));
    }

    private static List<String> texts(String name) {
        try {
            return Files.readAllLines(Path.of("texts", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the summary and one line for each chat. */
    static void report(String name, double seconds) {
        String summary = String.format(
                Locale.ROOT,
                "{\"tool\":\"gatling 3.15.1\",\"load\":\"%s\",\"seconds\":%.1f,\"started\":%d,\"done\":%d,"
                        + "\"chats_per_second\":%.3f,\"ttft_ms\":%s,\"e2e_ms\":%s}",
                name,
                seconds,
                STARTED.get(),
                DONE.get(),
                STARTED.get() / seconds,
                quantiles(TTFT),
                quantiles(E2E));
        try {
            Path folder = Path.of("target", "crosscheck");
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".json"), summary + "\n");
            Files.write(folder.resolve(name + ".jsonl"), LINES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(summary);
    }

    private static String quantiles(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "{\"p50\":%.1f,\"p90\":%.1f,\"p95\":%.1f,\"p99\":%.1f,\"max\":%.1f}",
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(95) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }
}
