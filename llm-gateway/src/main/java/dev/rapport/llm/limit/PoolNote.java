package dev.rapport.llm.limit;

import java.time.Duration;

/** What became of a request, or what was learned of the provider. Harmless when it is told twice. */
public sealed interface PoolNote {
    /** The provider has the request: the response's head came. {@code taken}: it was not refused for its limits. */
    record Arrived(String id, boolean taken) implements PoolNote {}

    /**
     * The request is over.
     *
     * @param sent false if it never left
     * @param tokens used, below 0 if nobody knows: then all that was reserved counts as used
     */
    record Ended(String id, boolean sent, int tokens) implements PoolNote {}

    /** The provider said 429 to this key. */
    record CoolDown(String key, Duration atLeast) implements PoolNote {}

    /** This instance gave the provider up for a while. */
    record Down(Duration howLong) implements PoolNote {}

    /** The request is still under way. */
    record Lease(String id) implements PoolNote {}

    /**
     * What this loop used of a key while the store was away.
     *
     * @param sequence larger than that of what it told before; what is not is not charged again
     */
    record Spent(String key, long requests, long tokens, long sequence) implements PoolNote {}
}
