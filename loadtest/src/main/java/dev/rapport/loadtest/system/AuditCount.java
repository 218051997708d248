package dev.rapport.loadtest.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.record.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the audit records of a running topology, with {@code ./rapport audit}, which also checks their chains. */
public final class AuditCount {
    /** It reads every record: 100,000 took some seconds. */
    private static final Duration TIME_MAX = Duration.ofMinutes(3);

    private final Place place;
    private final Map<String, String> environment;

    AuditCount(Place place, Map<String, String> environment) {
        this.place = place;
        this.environment = Map.copyOf(environment);
    }

    /**
     * What the audit knows.
     *
     * @param records one for each time that an instance had a request
     * @param ids of the requests that have them; fewer than records where NGINX sent one to a second instance
     */
    public record Counts(long records, Set<String> ids) {
        public static final Counts NONE = new Counts(0, Set.of());

        /** How many different ones. */
        public long requests() {
            return ids.size();
        }

        Counts plus(Counts other) {
            Set<String> both = new HashSet<>(ids);
            both.addAll(other.ids);
            return new Counts(records + other.records, both);
        }

        public Counts minus(Counts other) {
            Set<String> rest = new HashSet<>(ids);
            rest.removeAll(other.ids);
            return new Counts(records - other.records, rest);
        }
    }

    /**
     * Counts.
     *
     * @throws IOException if they cannot be read or a chain is broken; the message has what the tool said
     */
    Counts read() throws IOException, InterruptedException {
        Path file = place.state().resolve("audit.jsonl");
        Shell.Result result = Shell.run(
                List.of(place.command().toString(), "audit", "export", file.toString()), environment, TIME_MAX);
        if (result.exit() != 0) {
            throw new IOException("The audit is broken or cannot be read: " + result.tail());
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return count(lines);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static Counts count(BufferedReader lines) throws IOException {
        Set<String> requests = new HashSet<>();
        long records = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode written = Json.MAPPER.readTree(line);
            requests.add(Json.MAPPER
                    .readTree(written.path("record").asText())
                    .path("request")
                    .asText());
            records++;
        }
        return new Counts(records, requests);
    }
}
