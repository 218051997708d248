package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What one lesson did to one fact.
 *
 * @param before what held; empty if nothing did
 * @param after what held then; empty if the fact was closed
 */
public record FactChange(String turnId, Instant at, Optional<RememberedFact> before, Optional<RememberedFact> after) {
    public FactChange {
        requireNonNull(turnId, "turnId");
        requireNonNull(at, "at");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }
}
