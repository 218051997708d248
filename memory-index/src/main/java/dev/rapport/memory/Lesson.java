package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one turn taught about its user.
 *
 * @param memory the words to keep, {@code null} if there are none
 * @param facts what the words say, at most {@value #FACTS_MAX}
 * @param turnId names the turn, 1 to {@value #TURN_ID_LENGTH_MAX} characters; a lesson of the same turn is the same lesson
 * @param at when the turn was
 */
public record Lesson(@Nullable NewMemory memory, List<Fact> facts, String turnId, Instant at) {
    /** Bounds the work of one learning step: 32 that a message tells at the most, and as many that these end. */
    public static final int FACTS_MAX = 64;

    /** Longest turn id: room for a UUID with a prefix. */
    public static final int TURN_ID_LENGTH_MAX = 128;

    public Lesson {
        facts = List.copyOf(facts);
        Checks.requireInRange("facts", facts.size(), 0, FACTS_MAX);
        Checks.requireText("turnId", turnId, TURN_ID_LENGTH_MAX);
        requireNonNull(at, "at");
    }
}
