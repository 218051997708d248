package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What came of a {@link Lesson}.
 *
 * @param memoryIds memories that are new, or current again; empty when the words were known
 * @param changed facts that are new or have a new value; one that was closed is in no list
 * @param position the end of the log after it: an index at this position, or past it, knows the lesson
 */
public record Learned(List<String> memoryIds, List<RememberedFact> changed, String position) {
    public Learned {
        memoryIds = List.copyOf(memoryIds);
        changed = List.copyOf(changed);
        requireNonNull(position, "position");
    }
}
