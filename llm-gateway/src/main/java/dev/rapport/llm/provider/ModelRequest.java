package dev.rapport.llm.provider;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.LlmRequest;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What one call asks of a model: a request from its beginning, or the rest of an answer that another call has begun.
 *
 * @param soFar the answer up to where it broke off; empty to begin
 * @param answerTokensMax most tokens that this call may add, above 0
 * @param temperature empty for the provider's own
 * @param firstEventMax how long to wait for the first event, at least 1 ms; the provider's own timeout holds too
 */
public record ModelRequest(
        LlmRequest request, String soFar, int answerTokensMax, OptionalDouble temperature, Duration firstEventMax) {
    /** Who has no time left hears so from the call, not from an exception. */
    private static final Duration FIRST_EVENT_LEAST = Duration.ofMillis(1);

    public ModelRequest {
        requireNonNull(request, "request");
        requireNonNull(soFar, "soFar");
        requireNonNull(temperature, "temperature");
        firstEventMax = firstEventMax.compareTo(FIRST_EVENT_LEAST) < 0 ? FIRST_EVENT_LEAST : firstEventMax;
        if (answerTokensMax <= 0) {
            throw new IllegalArgumentException("answerTokensMax: " + answerTokensMax + " (expected: above 0)");
        }
    }

    /** Whether an answer that was begun shall go on. */
    public boolean continues() {
        return !soFar.isEmpty();
    }
}
