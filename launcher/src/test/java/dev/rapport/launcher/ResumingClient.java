package dev.rapport.launcher;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A client that comes back: whenever its connection ends before the answer does, or it ends it itself, it asks for the rest after the
 * last event that it has whole.
 */
final class ResumingClient {
    /** More would mean that nobody makes the answer any more. */
    private static final int CONNECTIONS_MAX = 40;

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String token;
    private final Runnable begun;
    private String trouble = "";

    /**
     * What it came to.
     *
     * @param text all tokens
     * @param ids of the events that have one, in the order they came
     * @param last name of the last event
     * @param connections how many it took
     * @param gapNanos the longest time without an event that began with a lost connection; 0 if none was lost
     * @param trouble the last response that was no stream, or why there was none; for messages of failed assertions
     */
    record Told(String text, List<String> ids, String last, int connections, long gapNanos, String trouble) {}

    /** @param begun runs when an answer has begun, and so can be cut */
    ResumingClient(HttpClient http, String token, Runnable begun) {
        this.http = http;
        this.token = token;
        this.begun = begun;
    }

    /**
     * Sends a message and reads its answer to the end.
     *
     * @param urls where each connection goes; 0 is the first
     * @param bytes after how many bytes of its body each connection is cut
     */
    Told say(String message, IntFunction<String> urls, IntFunction<Long> bytes) throws Exception {
        Reading reading = new Reading();
        HttpRequest ask = signed(urls.apply(0) + "/chat-stream")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("message", message).encode()))
                .build();
        HttpResponse<InputStream> response = http.send(ask, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    response.statusCode() + " " + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        String stream = response.headers().firstValue("x-stream-id").orElseThrow();
        begun.run();
        reading.read(response.body(), bytes.apply(0));
        int connections = 1;
        while (!reading.ended() && connections < CONNECTIONS_MAX) {
            Optional<InputStream> rest = rest(urls.apply(connections) + "/v1/streams/" + stream, reading.lastId());
            if (rest.isPresent()) {
                reading.read(rest.get(), bytes.apply(connections));
            }
            connections++;
        }
        return reading.told(connections, trouble);
    }

    private Optional<InputStream> rest(String url, String lastId) throws InterruptedException {
        HttpRequest.Builder request = signed(url).GET();
        try {
            HttpResponse<InputStream> response = http.send(
                    (lastId.isEmpty() ? request : request.header("last-event-id", lastId)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == 200) {
                return Optional.of(response.body());
            }
            trouble = response.statusCode() + " " + new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            trouble = e.toString(); // the instance is not back yet: the next attempt asks another one
        }
        return Optional.empty();
    }

    private HttpRequest.Builder signed(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + token)
                .timeout(WAIT);
    }

    /** The whole events so far, over all connections. */
    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final List<String> ids = new ArrayList<>();
        private String last = "";
        private long lastNanos = System.nanoTime();
        private long lostNanos;
        private long gapNanos;

        /* What is no whole event when the connection ends is forgotten: it comes again. */
        void read(InputStream body, long bytesMax) {
            ByteArrayOutputStream event = new ByteArrayOutputStream();
            try (body) {
                int before = 0;
                for (long count = 0; count < bytesMax; count++) {
                    int next = body.read();
                    if (next < 0) {
                        break;
                    }
                    event.write(next);
                    if (next == '\n' && before == '\n') {
                        take(event.toString(StandardCharsets.UTF_8));
                        event.reset();
                    }
                    before = next;
                }
            } catch (IOException e) {
                // the connection is lost, which is what this is about
            }
            lostNanos = lastNanos;
        }

        private void take(String event) {
            lastNanos = System.nanoTime();
            if (lostNanos > 0) {
                gapNanos = Math.max(gapNanos, lastNanos - lostNanos);
                lostNanos = 0;
            }
            for (String line : event.split("\n", -1)) {
                if (line.startsWith("event: ")) {
                    last = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    ids.add(line.substring("id: ".length()));
                } else if (line.startsWith("data: ") && last.equals("token")) {
                    text.append(new JsonObject(line.substring("data: ".length())).getString("text"));
                }
            }
        }

        String lastId() {
            return ids.isEmpty() ? "" : ids.getLast();
        }

        boolean ended() {
            return last.equals("done") || last.equals("error");
        }

        Told told(int connections, String trouble) {
            return new Told(text.toString(), List.copyOf(ids), last, connections, gapNanos, trouble);
        }
    }
}
