package dev.rapport.loadtest.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rapport.loadtest.measure.Latencies;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.smoke.Probe.ProbeFailedException;
import io.vertx.core.Future;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the simulated provider says of itself and of the requests it had. */
final class Provider {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Probe probe;
    private final URI address;

    Provider(Probe probe, URI address) {
        this.probe = probe;
        this.address = address;
    }

    /**
     * A look at its counters.
     *
     * @param name what it calls itself
     * @param posts chat requests so far
     * @param notOk those among them that did not end in a complete answer
     * @param ambiguous those whose message had more than one reference
     */
    record Stats(
            String name,
            String description,
            AnswerSettings answers,
            JsonNode parameters,
            long posts,
            long notOk,
            long ambiguous,
            int inFlight) {}

    Future<Stats> stats() {
        URI page = address.resolve("/sim/stats");
        return probe.text(page).compose(body -> {
            try {
                return Future.succeededFuture(read(JSON.readTree(body)));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                return Future.failedFuture(
                        new ProbeFailedException(page + ": not a simulated provider: " + e.getMessage()));
            }
        });
    }

    private static Stats read(JsonNode json) {
        long ended = 0;
        for (JsonNode count : json.path("by_outcome")) {
            ended += count.asLong();
        }
        return new Stats(
                json.path("name").asText(),
                json.path("description").asText(),
                AnswerSettings.fromJson(json.path("parameters")),
                json.path("parameters"),
                json.path("requests").asLong(),
                ended - json.path("by_outcome").path("ok").asLong(),
                json.path("ambiguous_references").asLong(),
                json.path("in_flight").asInt());
    }

    /**
     * The service's share of the answers' times.
     *
     * @param overhead E2E less the provider's own time, of the timed answers
     * @param withoutRecord complete answers that the provider knows nothing of
     * @param severalRecords complete answers that the provider was asked for more than once
     * @param negative answers that took less time than the provider says it needed
     */
    record Join(Latencies overhead, long withoutRecord, long severalRecords, long negative) {}

    /** Joins the answers with the provider's records by nonce. */
    Future<Join> join(Map<String, Long> e2eByNonce) {
        Map<String, Long> totalByNonce = new HashMap<>();
        Set<String> several = new HashSet<>();
        URI page = address.resolve("/sim/requests");
        return probe.lines(page, line -> {
                    JsonNode json = record(line);
                    String nonce = json.path("nonce").asText();
                    if (e2eByNonce.containsKey(nonce)) {
                        long total = Math.round(json.path("total_ms").asDouble() * NANOS_PER_MILLI);
                        if (totalByNonce.put(nonce, total) != null) {
                            several.add(nonce);
                        }
                    }
                })
                .map(read -> join(e2eByNonce, totalByNonce, several.size()));
    }

    private static JsonNode record(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // has no nonce, so its answer will count as one without a record
        }
    }

    /** The last record of a nonce counts: the one before was what a retry or another instance gave up. */
    private static Join join(Map<String, Long> e2eByNonce, Map<String, Long> totalByNonce, long several) {
        Latencies overhead = new Latencies();
        long withoutRecord = 0;
        long negative = 0;
        for (Map.Entry<String, Long> answered : e2eByNonce.entrySet()) {
            Long total = totalByNonce.get(answered.getKey());
            if (total == null) {
                withoutRecord++;
            } else if (answered.getValue() != Tally.NOT_TIMED) {
                long difference = answered.getValue() - total;
                negative += difference < 0 ? 1 : 0;
                overhead.record(difference);
            }
        }
        return new Join(overhead, withoutRecord, several, negative);
    }
}
