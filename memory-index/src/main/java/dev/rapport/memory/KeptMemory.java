package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A memory as the log has it: current, or superseded and kept.
 *
 * @param events what happened to it, oldest first, the first being that it was added; of one with very many, those after the
 *     first and before the newest are left out
 */
public record KeptMemory(Memory memory, boolean current, List<MemoryEvent> events) {
    public KeptMemory {
        requireNonNull(memory, "memory");
        events = List.copyOf(events);
    }

    /** A current one to which nothing is known to have happened. */
    public static KeptMemory current(Memory memory) {
        return new KeptMemory(
                memory, true, List.of(new MemoryEvent(MemoryEvent.Kind.ADDED, memory.toldAt(), memory.turnId(), "")));
    }

    /** When and by what it was superseded; empty if it is current, or was superseded before this was noted. */
    public Optional<MemoryEvent> superseded() {
        MemoryEvent last = events.getLast();
        return !current && last.kind() == MemoryEvent.Kind.SUPERSEDED ? Optional.of(last) : Optional.empty();
    }
}
