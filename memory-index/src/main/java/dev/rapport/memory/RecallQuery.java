package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One question to a user's memories.
 *
 * @param meaning what the message means
 * @param text its words
 * @param askedAt when it is asked: "last May" is counted from there
 * @param effort how much to look for
 */
public record RecallQuery(Embedding meaning, String text, Instant askedAt, SearchEffort effort) {
    public RecallQuery {
        requireNonNull(meaning, "meaning");
        requireNonNull(text, "text");
        requireNonNull(askedAt, "askedAt");
        requireNonNull(effort, "effort");
    }

    /** A question asked at no known time: only dates with a year say anything. */
    public RecallQuery(Embedding meaning, String text, SearchEffort effort) {
        this(meaning, text, Instant.EPOCH, effort);
    }
}
