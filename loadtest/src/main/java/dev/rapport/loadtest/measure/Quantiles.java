package dev.rapport.loadtest.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Some quantiles of a distribution, in microseconds; all 0 where {@code count} is 0. */
public record Quantiles(long count, long p50Micros, long p95Micros, long p99Micros, long maxMicros) {

    /** As in a report's JSON. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("n", count)
                .put("p50", p50Micros)
                .put("p95", p95Micros)
                .put("p99", p99Micros)
                .put("max", maxMicros);
    }
}
