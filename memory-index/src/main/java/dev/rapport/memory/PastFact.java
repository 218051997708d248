package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that was known of the user and holds no more.
 *
 * @param fact as it was; it held from {@link RememberedFact#since}
 * @param until when it was closed; from then on it does not hold
 * @param turnId the turn that closed it
 */
public record PastFact(RememberedFact fact, Instant until, String turnId) {
    public PastFact {
        requireNonNull(fact, "fact");
        requireNonNull(until, "until");
        requireNonNull(turnId, "turnId");
    }
}
