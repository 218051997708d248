package dev.rapport.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** The web platform's own vectors. They are not part of a checkout: {@code -Drapport.vectors=DIR} says where they are. */
class SseVectorsTest {
    private static final Path FILE =
            Path.of(System.getProperty("rapport.vectors", "../../shared/vectors"), "wpt-eventsource", "vectors.json");

    private record Vector(String name, Buffer stream, List<String> events) {}

    @Test
    void feed_webPlatformVectors_givesTheirEvents() throws IOException {
        boolean required = Boolean.getBoolean("rapport.vectors.required");
        assumeTrue(required || Files.exists(FILE), "left out: no vectors at " + FILE);

        List<Vector> vectors = vectors();

        assertThat(vectors).hasSizeGreaterThanOrEqualTo(25);
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
