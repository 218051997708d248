package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** One line of a user's memory log. Applied in order, the lines make the user's index. */
public sealed interface LogEntry {
    /** The position before the first entry. */
    String START = "0-0";

    /** Where in the log it stands: the id that Redis gave it, for example {@code 1700000000000-0}. */
    String position();

    /** Whether it stands behind {@code position} in the log. */
    default boolean isAfter(String position) {
        return Position.parse(position()).compareTo(Position.parse(position)) > 0;
    }

    /** The memory is current: it was told, or told again. */
    record Added(String position, Memory memory) implements LogEntry {
        public Added {
            Position.parse(position);
            requireNonNull(memory, "memory");
        }
    }

    /**
     * The memory no longer holds.
     *
     * @param byMemoryId what was said instead, empty if that was not kept
     */
    record Superseded(String position, String memoryId, String byMemoryId, Instant at) implements LogEntry {
        public Superseded {
            Position.parse(position);
            requireNonNull(memoryId, "memoryId");
            requireNonNull(byMemoryId, "byMemoryId");
            requireNonNull(at, "at");
        }
    }

    /** The user had the memory removed. */
    record Forgotten(String position, String memoryId, Instant at) implements LogEntry {
        public Forgotten {
            Position.parse(position);
            requireNonNull(memoryId, "memoryId");
            requireNonNull(at, "at");
        }
    }
}
