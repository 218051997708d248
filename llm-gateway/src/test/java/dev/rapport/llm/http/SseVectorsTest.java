package dev.rapport.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The web platform's own vectors, and two of ours. Theirs are not part of a checkout: {@code -Drapport.vectors=DIR} says where they
 * are, and CI requires them where it finds them.
 */
class SseVectorsTest {
    private static final Path FILE =
            Path.of(System.getProperty("rapport.vectors", "../../shared/vectors"), "wpt-eventsource", "vectors.json");

    private record Vector(String name, Buffer stream, List<String> events) {}

    /** What each of theirs is about, in our words: a checkout without theirs is tested, too. */
    private static final List<Vector> OURS = List.of(
            new Vector(
                    "ours: byte order mark, three kinds of line ends",
                    Buffer.buffer("\uFEFFdata: a\r\rdata: b\r\n\r\ndata: c\n\n"),
                    List.of("message=a", "message=b", "message=c")),
            new Vector(
                    "ours: names, comments, several lines, an event without data, an end without an empty line",
                    Buffer.buffer(
                            ": hello\nevent: x\ndata:1\ndata: 2\n\nevent: y\n\ndata: \u00e9\u20ac\n\ndata: lost\n"),
                    List.of("x=1\n2", "message=\u00e9\u20ac")));

    @Test
    void feed_vectors_givesTheirEvents() throws IOException {
        boolean required = Boolean.getBoolean("rapport.vectors.required");
        List<Vector> vectors = new ArrayList<>(OURS);
        if (required || Files.exists(FILE)) {
            List<Vector> theirs = vectors();
            assertThat(theirs).hasSizeGreaterThanOrEqualTo(25);
            vectors.addAll(theirs);
        }

        for (Vector vector : vectors) {
            for (int size : new int[] {1, 2, 3, 7, vector.stream().length()}) {
                assertThat(decode(vector.stream().getBytes(), size))
                        .as("%s in chunks of %s", vector.name(), size)
                        .isEqualTo(vector.events());
            }
        }
    }

    private static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (Object entry : new JsonObject(Buffer.buffer(Files.readAllBytes(FILE))).getJsonArray("vectors")) {
            JsonObject vector = (JsonObject) entry;
            List<String> events = vector.getJsonArray("events").stream()
                    .map(event -> ((JsonObject) event).getString("type") + "=" + ((JsonObject) event).getString("data"))
                    .toList();
            Buffer stream = Buffer.buffer(Base64.getDecoder().decode(vector.getString("stream_b64")));
            vectors.add(new Vector(vector.getString("name"), stream, events));
        }
        return vectors;
    }

    private static List<String> decode(byte[] stream, int chunkSize) {
        List<String> events = new ArrayList<>();
        SseDecoder decoder = new SseDecoder((name, data) -> events.add((name == null ? "message" : name) + "=" + data));
        for (int start = 0; start < stream.length; start += chunkSize) {
            decoder.feed(Arrays.copyOfRange(stream, start, Math.min(stream.length, start + chunkSize)));
        }
        return events;
    }
}
