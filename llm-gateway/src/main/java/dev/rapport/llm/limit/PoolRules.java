package dev.rapport.llm.limit;

import java.time.Duration;

/**
 * The times that a provider's line lives by; all loops must use the same.
 *
 * @param lease after which a reservation that nobody renewed is charged in full: its process died
 * @param grace by which a loop may be late without losing its place before the others
 * @param pollMin shortest time between two calls of a loop that only waits
 * @param pollMax longest
 * @param slack by how much later a request may have come and still go first; above zero only where a call for each
 *     request would be too many
 */
record PoolRules(Duration lease, Duration grace, Duration pollMin, Duration pollMax, Duration slack) {
    /** Requests a minute from which several are granted with one call. Guess, not measured. */
    private static final int FAST_PER_MINUTE = 6_000;

    /** The rules for these limits. */
    static PoolRules of(PoolSettings settings) {
        long perMinute =
                settings.keys().stream().mapToLong(KeyLimit::requestsPerMinute).sum();
        return new PoolRules(
                Duration.ofSeconds(60),
                Duration.ofMillis(300),
                Duration.ofMillis(10),
                Duration.ofSeconds(1),
                perMinute > FAST_PER_MINUTE ? Duration.ofMillis(20) : Duration.ZERO);
    }
}
