package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

/**
 * One question to a user's memories.
 *
 * @param meaning what the message means
 * @param text its words
 * @param effort how much to look for
 */
public record RecallQuery(Embedding meaning, String text, SearchEffort effort) {
    public RecallQuery {
        requireNonNull(meaning, "meaning");
        requireNonNull(text, "text");
        requireNonNull(effort, "effort");
    }
}
