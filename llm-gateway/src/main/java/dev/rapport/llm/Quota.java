package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What is left of a user's own limits. */
public record Quota(Limit requests, Limit tokens) {
    /** Of a user without limits. */
    public static final Quota NONE = new Quota(Limit.NONE, Limit.NONE);

    public Quota {
        requireNonNull(requests, "requests");
        requireNonNull(tokens, "tokens");
    }

    /**
     * One limit.
     *
     * @param max in a minute; 0 is no limit
     * @param left now
     * @param full how long until all of it is there again
     */
    public record Limit(int max, int left, Duration full) {
        public static final Limit NONE = new Limit(0, 0, Duration.ZERO);

        public Limit {
            requireNonNull(full, "full");
        }
    }
}
