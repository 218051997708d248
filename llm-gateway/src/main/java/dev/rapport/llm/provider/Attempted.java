package dev.rapport.llm.provider;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.LlmReply;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of sending a request once.
 *
 * @param again whether sending it again may help; never after a piece of the answer came
 * @param retryAfter the provider's own word on when, empty if it said none
 */
public record Attempted(LlmReply reply, boolean again, Optional<Duration> retryAfter) {
    public Attempted {
        requireNonNull(reply, "reply");
        requireNonNull(retryAfter, "retryAfter");
    }

    static Attempted last(LlmReply reply) {
        return new Attempted(reply, false, Optional.empty());
    }

    static Attempted again(LlmReply reply) {
        return new Attempted(reply, true, Optional.empty());
    }
}
