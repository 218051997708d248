package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one loop wants of a provider, and what it has waiting. All orders are times in microseconds of the store's clock.
 *
 * @param asks the loop's first waiting requests by order, as many as it has room for; at most {@link #ASKS_MAX}
 * @param newcomers requests the store has not seen before, asks among them; at most {@link #NEWCOMERS_MAX}
 * @param waiting how many requests wait that the store has seen, asks included and newcomers not
 * @param next order of the first waiting request that is not among the asks, 0 if there is none
 * @param tail largest order of all that wait, 0 if none does
 * @param mean tokens that a request uses on average; for estimates
 */
public record PoolCall(List<Ask> asks, List<Newcomer> newcomers, int waiting, long next, long tail, int mean) {
    /** More would be granted at one time only after a pause. */
    public static final int ASKS_MAX = 16;

    /** Bounds a script's run; the others come with the next call. */
    public static final int NEWCOMERS_MAX = 64;

    public PoolCall {
        asks = List.copyOf(asks);
        newcomers = List.copyOf(newcomers);
        if (asks.size() > ASKS_MAX || newcomers.size() > NEWCOMERS_MAX) {
            throw new IllegalArgumentException("asks and newcomers: " + asks.size() + ", " + newcomers.size()
                    + " (expected: at most " + ASKS_MAX + ", " + NEWCOMERS_MAX + ")");
        }
    }

    /**
     * A request that could go now.
     *
     * @param tokens prompt and longest answer, above 0
     */
    public record Ask(String id, long order, int tokens) {
        public Ask {
            requireNonNull(id, "id");
        }
    }

    /**
     * A request that has just come.
     *
     * @param left microseconds that it can wait at most
     * @param before how many of this loop's own come before it
     */
    public record Newcomer(String id, long order, long left, int before) {
        public Newcomer {
            requireNonNull(id, "id");
        }
    }
}
