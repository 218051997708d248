package dev.rapport.llm.line;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A request that wants to be sent.
 *
 * @param id of the reservation, unique; another one for each attempt
 * @param tokens prompt and longest answer, above 0
 * @param patience how long it can wait at the most
 * @param admitMax longest expected wait it is let in with; above the patience for who must not be refused any more
 * @param elsewhere whether another provider could answer: then it does not wait while this one pauses
 * @param begun whether it goes on with an answer that somebody reads: it comes first, and for limits only does it wait. Its call
 *     takes the place of one that has just ended, so there are never more of them than answers were under way
 */
public record Ticket(
        String id,
        int tokens,
        Order order,
        Duration patience,
        Duration admitMax,
        boolean elsewhere,
        boolean begun,
        Moved listener) {
    public Ticket {
        requireNonNull(id, "id");
        requireNonNull(order, "order");
        requireNonNull(patience, "patience");
        requireNonNull(admitMax, "admitMax");
        requireNonNull(listener, "listener");
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens: " + tokens + " (expected: above 0)");
        }
    }

    /** Hears how a request moves on in its line; only of waits that are worth a word. */
    @FunctionalInterface
    public interface Moved {
        /**
         * It has moved on, or has just begun to wait.
         *
         * @param position 1 is next, over all instances; an estimate, as the time is
         */
        void to(int position, Duration eta);
    }
}
