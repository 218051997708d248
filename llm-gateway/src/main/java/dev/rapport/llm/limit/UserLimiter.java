package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A user's own limits, over all instances. One for each event loop. Never fails, as {@link PoolLimiter} does not. */
public interface UserLimiter {

    /** Reserves, if the plan has room in time. */
    Future<Reply> reserve(Ask ask);

    /**
     * Ends a reservation. Harmless when it is told twice.
     *
     * @param sent false if nothing went to a provider; then nothing is charged
     */
    void settle(Ask ask, boolean sent, long tokens, long costMicros);

    /**
     * Limits nobody.
     *
     * @param clock microseconds since 1970
     */
    static UserLimiter none(LongSupplier clock) {
        return new UserLimiter() {
            @Override
            public Future<Reply> reserve(Ask ask) {
                long start = clock.getAsLong() - ask.times().age().toNanos() / 1_000;
                return Future.succeededFuture(new Reply.Granted(Duration.ZERO, start, true, Quota.NONE));
            }

            @Override
            public void settle(Ask ask, boolean sent, long tokens, long costMicros) {
                // nothing was reserved
            }
        };
    }

    /**
     * What a request wants.
     *
     * @param id of the request, unique
     * @param user opaque; begins with its hash tag, such as {@code {u}}
     * @param tokens prompt and longest answer
     * @param costMicros what they cost at the most, in millionths
     * @param times how long it can wait and what it has behind it
     */
    record Ask(String id, String user, PlanLimit plan, int tokens, long costMicros, Times times) {
        public Ask {
            requireNonNull(id, "id");
            requireNonNull(user, "user");
            requireNonNull(plan, "plan");
            requireNonNull(times, "times");
        }
    }

    /**
     * A request's times.
     *
     * @param waitMax longest wait for the user's own limit
     * @param quantum by how much this request pushes the user's next one back while others wait; zero if nobody does
     * @param age since the request came
     */
    record Times(Duration waitMax, Duration quantum, Duration age) {}

    /** What a user's limits say. */
    sealed interface Reply {
        /** What is left of the limits. */
        Quota quota();

        /**
         * It may join a provider's line.
         *
         * @param readyIn when the user's own limit lets it go; zero: now
         * @param startMicros its place in time among this user's own, by the store's clock
         * @param firstOfUser whether the user has nothing else waiting
         */
        record Granted(Duration readyIn, long startMicros, boolean firstOfUser, Quota quota) implements Reply {}

        /** It may not. */
        record Refused(LlmReply.Limit limit, Duration retryAfter, Quota quota) implements Reply {}
    }
}
