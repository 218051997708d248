package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that happened to a memory.
 *
 * @param turnId the turn that did it; of a change that was undone, the turn that had made it
 * @param byMemoryId the memory that took its place; empty if none did
 */
public record MemoryEvent(Kind kind, Instant at, String turnId, String byMemoryId) {
    /** What can happen. A memory that is deleted has no events any more. */
    public enum Kind {
        ADDED,
        /** It no longer holds. */
        SUPERSEDED,
        /** It holds again: told again, or what had superseded it was undone. */
        REVIVED,
        /** Its words were written in another way: case, spaces or punctuation. */
        EDITED
    }

    public MemoryEvent {
        requireNonNull(kind, "kind");
        requireNonNull(at, "at");
        requireNonNull(turnId, "turnId");
        requireNonNull(byMemoryId, "byMemoryId");
    }
}
