package dev.rapport.loadtest.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.ProviderRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks the simulated provider for its own account. Blocks; not for event loops. */
final class ProviderClient implements AutoCloseable {
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(3);

    /** 200,000 records of 200 bytes over loopback take about a second. */
    private static final Duration TIME_MAX = Duration.ofSeconds(60);

    private static final double NO_TOKEN = -1;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIME_MAX).build();
    private final URI address;

    ProviderClient(URI address) {
        this.address = address;
    }

    /** {@code GET /sim/stats}. */
    JsonNode stats() throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request("/sim/stats").GET().build(), HttpResponse.BodyHandlers.ofString());
        require(response, "/sim/stats");
        return Json.MAPPER.readTree(response.body());
    }

    /** Forgets what was counted before the run. */
    void reset() throws IOException, InterruptedException {
        HttpRequest post =
                request("/sim/reset").POST(HttpRequest.BodyPublishers.noBody()).build();
        require(http.send(post, HttpResponse.BodyHandlers.discarding()), "/sim/reset");
    }

    /** Hands on the records of ended requests, oldest first, and removes them there. */
    void drain(Consumer<ProviderRecord> each) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response =
                http.send(request("/sim/requests?drain=true").GET().build(), HttpResponse.BodyHandlers.ofLines());
        require(response, "/sim/requests");
        try (Stream<String> lines = response.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                each.accept(record(line));
            }
        }
    }

    static ProviderRecord record(String line) throws JsonProcessingException {
        JsonNode json = Json.MAPPER.readTree(line);
        return new ProviderRecord(
                json.path("nonce").asText(),
                json.path("model").asText(),
                json.path("stream").asBoolean(),
                json.path("status").asInt(),
                json.path("arrived_at_ms").asLong(),
                json.path("first_token_ms").asDouble(NO_TOKEN),
                json.path("total_ms").asDouble(),
                json.path("tokens").asInt(),
                json.path("outcome").asText(),
                json.path("waited_ms").asDouble(),
                json.path("prompt_tokens").asInt(),
                json.path("charged_tokens").asLong());
    }

    /** What {@link dev.rapport.loadtest.record.RunInfo#providerCounts} holds, from its stats. */
    static Map<String, Long> counts(JsonNode stats) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("posts", stats.path("requests").asLong());
        counts.put("tokens", stats.path("tokens").asLong());
        counts.put("ambiguous_references", stats.path("ambiguous_references").asLong());
        counts.put("records_dropped", stats.path("records_dropped").asLong());
        counts.put("in_flight_peak", stats.path("in_flight_peak").asLong());
        counts.put("serving_peak", stats.path("serving_peak").asLong());
        stats.path("by_outcome")
                .properties()
                .forEach(count ->
                        counts.put("outcome." + count.getKey(), count.getValue().asLong()));
        return counts;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(TIME_MAX);
    }

    private void require(HttpResponse<?> response, String path) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException(address.resolve(path) + ": status " + response.statusCode()
                    + " (expected: a simulated provider, as ./rapport load simulator starts it)");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
