package dev.rapport.memory;

import java.util.List;

/**
 * A part of a user's memory log.
 *
 * @param epoch the epoch it is of, see {@link TextSealer#epoch}: with entries of another one it must not be put together
 * @param entries oldest first
 */
public record LogPage(String epoch, List<LogEntry> entries) {
    public LogPage {
        entries = List.copyOf(entries);
    }
}
