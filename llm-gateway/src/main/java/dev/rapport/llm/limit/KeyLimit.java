package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

/**
 * What one key of a provider may do.
 *
 * @param name {@code [a-z0-9-]{1,32}}, unique at its provider; never the key itself
 * @param requestsPerMinute 0 to {@value #REQUESTS_MAX}; 0 is no limit
 * @param tokensPerMinute of prompt and answer together, 0 to {@value #TOKENS_MAX}; 0 is no limit
 */
public record KeyLimit(String name, int requestsPerMinute, int tokensPerMinute) {
    /** More than any provider sells. */
    public static final int REQUESTS_MAX = 10_000_000;

    /** Keeps every sum in the scripts below 2^53, where doubles are exact. */
    public static final int TOKENS_MAX = 100_000_000;

    public KeyLimit {
        requireNonNull(name, "name");
        requireInRange("requestsPerMinute", requestsPerMinute, REQUESTS_MAX);
        requireInRange("tokensPerMinute", tokensPerMinute, TOKENS_MAX);
    }

    private static void requireInRange(String name, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0.." + max + ")");
        }
    }
}
