package dev.rapport.chat.audit;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Who did what, how it ended and what it cost. Never what was said.
 *
 * <p>Records of before there were costs have neither {@code cost_micros} nor {@code parts}. They verify all the same, since
 * a chain's hashes are taken of the lines as they were written; who reads lines must take a missing field for 0 or "".
 *
 * @param user the subject; {@code -} when nobody was authenticated
 * @param action method and route template, from a closed list
 * @param outcome stable word: {@code ok} or the code of the failure
 * @param provider who answered, the last if there were several; empty if nobody did
 * @param costMicros millionths of the price table's currency, of all parts
 * @param parts who did how much, such as {@code openai:412+9,backup:421+3}; empty if it was one
 */
public record AuditRecord(
        Instant at,
        String requestId,
        String user,
        String action,
        int status,
        String outcome,
        String provider,
        int promptTokens,
        int completionTokens,
        long costMicros,
        String parts,
        long elapsedMillis) {

    /** One line of JSON; its bytes are what the chain's hashes are taken of. */
    String line(long sequence) {
        return new JsonObject()
                .put("seq", sequence)
                .put("at", at.toString())
                .put("request", requestId)
                .put("user", user)
                .put("action", action)
                .put("status", status)
                .put("outcome", outcome)
                .put("provider", provider)
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("cost_micros", costMicros)
                .put("parts", parts)
                .put("ms", elapsedMillis)
                .encode();
    }
}
