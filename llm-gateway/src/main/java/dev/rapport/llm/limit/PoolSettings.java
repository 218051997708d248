package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A provider's limits, which all instances share.
 *
 * @param provider {@code [a-z0-9-]{1,32}}; becomes part of Redis keys
 * @param keys at least one
 * @param inFlightMax requests under way over all instances, 0 for no bound
 */
public record PoolSettings(String provider, List<KeyLimit> keys, int inFlightMax) {
    public PoolSettings {
        requireNonNull(provider, "provider");
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("keys: none (expected: at least one)");
        }
        if (inFlightMax < 0) {
            throw new IllegalArgumentException("inFlightMax: " + inFlightMax + " (expected: 0 or more)");
        }
    }

    /** Whether anything is limited. */
    public boolean limits() {
        return inFlightMax > 0
                || keys.stream().anyMatch(key -> key.requestsPerMinute() > 0 || key.tokensPerMinute() > 0);
    }
}
