package dev.rapport.launcher;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came back for a message.
 *
 * @param body as it was, for messages of failed assertions
 */
record Answer(int status, HttpHeaders headers, List<Event> events, String body) {
    /**
     * One server-sent event.
     *
     * @param atNanos when its last line came
     */
    record Event(String name, JsonObject data, long atNanos) {}

    /** Reads to the end, noting when each event came; the listener hears it then. */
    static Answer read(HttpResponse<Stream<String>> response, Consumer<Event> listener) {
        List<Event> events = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        String name = "";
        Iterator<String> lines = response.body().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            body.append(line).append('\n');
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                Event event = new Event(name, new JsonObject(line.substring("data: ".length())), System.nanoTime());
                events.add(event);
                listener.accept(event);
            }
        }
        return new Answer(response.statusCode(), response.headers(), List.copyOf(events), body.toString());
    }

    List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    String text() {
        return events("token").stream()
                .map(event -> event.data().getString("text"))
                .collect(Collectors.joining());
    }

    /** The last event of an answer that was not cut. */
    JsonObject done() {
        if (status != 200 || events.isEmpty() || !events.getLast().name().equals("done")) {
            throw new AssertionError("no complete answer: " + status + "\n" + body);
        }
        return events.getLast().data();
    }

    /** What the answer had to do without. */
    List<Object> dropped() {
        return done().getJsonObject("timing_ms").getJsonArray("dropped").stream()
                .toList();
    }

    /** The texts of the memories that were recalled for it. */
    List<String> recalled() {
        return events("recalled").stream()
                .flatMap(event -> event.data().getJsonArray("memories").stream())
                .map(memory -> ((JsonObject) memory).getString("text"))
                .toList();
    }

    String servedBy() {
        return headers.firstValue("x-served-by").orElse("");
    }
}
