package dev.rapport.loadtest.calibrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.record.ProviderRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the known server's chats came to, in the words of the simulated provider. Used on one event loop. */
final class KnownLog {
    /** How many records are kept, some 150 bytes each: more than any calibration sends. */
    static final int RECORDS_MAX = 50_000;

    private final ArrayDeque<ProviderRecord> records = new ArrayDeque<>();
    private final Map<String, Long> byOutcome = new TreeMap<>();
    private long posts;
    private long tokens;
    private long dropped;
    private int inFlight;
    private int inFlightPeak;

    void begin() {
        posts++;
        inFlight++;
        inFlightPeak = Math.max(inFlightPeak, inFlight);
    }

    void end(ProviderRecord ended) {
        inFlight--;
        tokens += ended.tokens();
        byOutcome.merge(ended.outcome(), 1L, Long::sum);
        if (records.size() == RECORDS_MAX) {
            records.removeFirst();
            dropped++;
        }
        records.addLast(ended);
    }

    int inFlight() {
        return inFlight;
    }

    List<ProviderRecord> records() {
        return List.copyOf(records);
    }

    /** The records kept, which are forgotten. */
    List<ProviderRecord> drain() {
        List<ProviderRecord> drained = records();
        records.clear();
        return drained;
    }

    /** Forgets everything but the chats in flight. */
    void reset() {
        records.clear();
        byOutcome.clear();
        posts = 0;
        tokens = 0;
        dropped = 0;
        inFlightPeak = inFlight;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("requests", posts)
                .put("in_flight", inFlight)
                .put("in_flight_peak", inFlightPeak)
                .put("tokens", tokens)
                .put("ambiguous_references", 0)
                .put("records_kept", records.size())
                .put("records_max", RECORDS_MAX)
                .put("records_dropped", dropped);
        json.putObject("by_status")
                .put(
                        "200",
                        byOutcome.values().stream().mapToLong(Long::longValue).sum());
        ObjectNode outcomes = json.putObject("by_outcome");
        byOutcome.forEach(outcomes::put);
        return json;
    }
}
