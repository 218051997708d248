package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the simulated provider says of one request: its own time, for whoever wants to know what the rest took.
 *
 * @param nonce empty if the request was refused before its message was read
 * @param arrivedAtMillis wall clock, when the request was fully received
 * @param firstTokenNanos from then until the first token was written; negative if there was none
 * @param totalNanos from then until the last byte was written, or the client was seen to leave
 * @param tokens tokens written; none is after the client was seen to leave
 * @param outcome {@code ok}, the fault's word or model name, {@code client-gone}, or the error's code
 * @param waitedNanos from the arrival until the answer was begun, because others were served before
 * @param promptTokens of all messages, by {@link ChatRequest#promptTokens}; 0 if they were not read
 * @param charge what the limits took for it at its arrival, and had left
 */
record RequestRecord(
        String nonce,
        String model,
        boolean stream,
        int status,
        long arrivedAtMillis,
        long firstTokenNanos,
        long totalNanos,
        int tokens,
        String outcome,
        long waitedNanos,
        int promptTokens,
        RateLimits.Charge charge) {
    private static final double NANOS_PER_MILLI = 1e6;

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("nonce", nonce)
                .put("model", model)
                .put("stream", stream)
                .put("status", status)
                .put("arrived_at_ms", arrivedAtMillis);
        if (firstTokenNanos >= 0) {
            json.put("first_token_ms", firstTokenNanos / NANOS_PER_MILLI);
        } else {
            json.putNull("first_token_ms");
        }
        return json.put("total_ms", totalNanos / NANOS_PER_MILLI)
                .put("tokens", tokens)
                .put("outcome", outcome)
                .put("waited_ms", waitedNanos / NANOS_PER_MILLI)
                .put("prompt_tokens", promptTokens)
                .put("charged_tokens", charge.tokens())
                .put("requests_left", charge.requestsLeft())
                .put("tokens_left", charge.tokensLeft());
    }
}
