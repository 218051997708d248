package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that is known of the user.
 *
 * @param memoryId the memory it was first learnt from, empty if that was not kept
 * @param since when the user first said so
 * @param confidence 0 to 1
 * @param single whether it is the only value of its attribute, which a new one closes
 * @param evidence how many memories say so, 0 or more
 */
public record RememberedFact(
        String attribute,
        String value,
        String memoryId,
        Instant since,
        float confidence,
        boolean single,
        int evidence) {
    public RememberedFact {
        requireNonNull(attribute, "attribute");
        requireNonNull(value, "value");
        requireNonNull(memoryId, "memoryId");
        requireNonNull(since, "since");
        Checks.requireConfidence(confidence);
    }
}
