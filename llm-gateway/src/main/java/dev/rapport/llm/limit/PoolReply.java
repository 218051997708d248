package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What may go, and what the others have to expect.
 *
 * @param serverMicros the store's clock, or the process's own while the store is away
 * @param granted id of the request to the name of the key to send it with
 * @param verdicts one for each newcomer, in their order
 */
public record PoolReply(long serverMicros, Map<String, String> granted, List<Verdict> verdicts, Times times) {
    public PoolReply {
        granted = Map.copyOf(granted);
        verdicts = List.copyOf(verdicts);
        requireNonNull(times, "times");
    }

    /**
     * When to do what. Zero: not.
     *
     * @param pollAfter when to ask again; always above zero
     * @param cooling how long no key may be used, because the provider said 429
     * @param down how long the provider is said to be down, by whichever instance found out
     * @param interval how far apart requests go by refill alone; zero while nobody waits and the buckets hold plenty
     */
    public record Times(Duration pollAfter, Duration cooling, Duration down, Duration interval) {}

    /** What a newcomer has to expect. */
    public sealed interface Verdict {
        /** It may go now. */
        record Granted() implements Verdict {}

        /**
         * It waits.
         *
         * @param position 1 is next, counted over all instances
         * @param eta until it may go, by refill alone
         */
        record Waits(int position, Duration eta) implements Verdict {}

        /** It cannot be served in time. To come back before {@code retryAfter} is no use. */
        record Shed(Duration retryAfter) implements Verdict {}
    }
}
