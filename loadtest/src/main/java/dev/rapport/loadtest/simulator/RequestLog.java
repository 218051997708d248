package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all event loops' requests came to: counts, and the last records. Each lock is held for a few additions. */
final class RequestLog {
    /** How many records are kept; at some 160 bytes each, 32 MB. Two hours at 27 requests a second. */
    static final int RECORDS_MAX = 200_000;

    /** How many seconds of arrivals are counted one by one: the last hour, as some 15 KB of JSON. */
    static final int ARRIVAL_SECONDS_MAX = 3_600;

    private static final long MILLIS_PER_SECOND = 1_000;

    private final ArrayDeque<RequestRecord> records = new ArrayDeque<>();
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final Map<String, Long> byOutcome = new TreeMap<>();
    private final Map<String, Long> byFault = new TreeMap<>();
    private final TreeMap<Long, Integer> arrivals = new TreeMap<>();
    private long posts;
    private long tokens;
    private long ambiguous;
    private long dropped;
    private int receiving;
    private int inFlight;
    private int inFlightPeak;

    /** Counts a POST whose body has yet to come. */
    synchronized void open() {
        receiving++;
    }

    /** Counts a POST out whose client left before its body had come. */
    synchronized void abandon() {
        receiving--;
    }

    /** Counts a POST in that has fully come, and returns how many are in flight with it. */
    synchronized int begin(long arrivedAtMillis) {
        receiving--;
        posts++;
        arrivals.merge(Math.floorDiv(arrivedAtMillis, MILLIS_PER_SECOND), 1, Integer::sum);
        arrivals.headMap(arrivals.lastKey() - ARRIVAL_SECONDS_MAX, true).clear();
        inFlight++;
        inFlightPeak = Math.max(inFlightPeak, inFlight);
        return inFlight;
    }

    /** Notes a message that named more than one reference: only the last one counts, which may be a surprise. */
    synchronized void noteAmbiguous() {
        ambiguous++;
    }

    /** Counts an answer that a rated fault strikes. */
    synchronized void noteFault(RatedFault fault) {
        byFault.merge(fault.word(), 1L, Long::sum);
    }

    /** Counts a request out. */
    synchronized void end(RequestRecord ended) {
        inFlight--;
        tokens += ended.tokens();
        byStatus.merge(ended.status(), 1L, Long::sum);
        byOutcome.merge(ended.outcome(), 1L, Long::sum);
        if (records.size() == RECORDS_MAX) {
            records.removeFirst();
            dropped++;
        }
        records.addLast(ended);
    }

    /** The records kept, oldest first. */
    synchronized List<RequestRecord> records() {
        return List.copyOf(records);
    }

    /** The records kept, oldest first, which are kept no longer; the counts stay. */
    synchronized List<RequestRecord> drain() {
        List<RequestRecord> drained = List.copyOf(records);
        records.clear();
        return drained;
    }

    /** Forgets everything but the requests in flight. */
    synchronized void reset() {
        records.clear();
        byStatus.clear();
        byOutcome.clear();
        byFault.clear();
        arrivals.clear();
        posts = 0;
        tokens = 0;
        ambiguous = 0;
        dropped = 0;
        inFlightPeak = inFlight;
    }

    synchronized ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("requests", posts)
                .put("in_flight", inFlight)
                .put("in_flight_peak", inFlightPeak)
                .put("open_now", receiving + inFlight)
                .put("tokens", tokens)
                .put("ambiguous_references", ambiguous)
                .put("records_kept", records.size())
                .put("records_max", RECORDS_MAX)
                .put("records_dropped", dropped);
        ObjectNode statuses = json.putObject("by_status");
        byStatus.forEach((status, count) -> statuses.put(Integer.toString(status), count));
        ObjectNode outcomes = json.putObject("by_outcome");
        byOutcome.forEach(outcomes::put);
        ObjectNode faults = json.putObject("by_fault");
        byFault.forEach(faults::put);
        if (!arrivals.isEmpty()) {
            json.put("arrivals_from_s", arrivals.firstKey());
            ArrayNode perSecond = json.putArray("arrivals_per_second");
            for (long second = arrivals.firstKey(); second <= arrivals.lastKey(); second++) {
                perSecond.add(arrivals.getOrDefault(second, 0));
            }
        }
        return json;
    }
}
