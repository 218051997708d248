package dev.rapport.chat.stream;

import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The events of answers, kept for a while for clients whose connection was cut, and who makes each answer. Shared by all
 * instances.
 *
 * <p>An answer has one maker at a time. A maker holds the answer by writing to it, or saying that it is alive, at least
 * every {@link #LEASE_MS}; whoever takes it over from one that is silent for longer gets a higher fence, and from then on
 * nothing that the old one writes is kept (Kleppmann, How to do distributed locking, 2016).
 *
 * <p>Methods fail with a {@code TurnFailed} of {@code Unavailable} if the store is down or late. Then nobody knows whether it was
 * done; it is harmless to ask again. Belongs to one event loop.
 */
public interface AnswerLog {
    /**
     * How long a silent maker is believed to live, in milliseconds: longer than a busy loop is late, and short enough that a
     * reader of a killed one waits less than 2 s. One that was only slow is locked out and not missed.
     */
    int LEASE_MS = 600;

    /** What came of {@link #claim}. */
    sealed interface Claim {
        /** The answer is the caller's to make, and was perhaps before. */
        record Ours() implements Claim {}

        /** Somebody makes it, or has made it. */
        record Made() implements Claim {}

        /** The client has used its idempotency key for another request. */
        record Conflict() implements Claim {}
    }

    /**
     * What an answer is asked for with.
     *
     * @param idempotencyKey the client's own; empty if it gave none
     * @param request what has to be known to make the answer once more; kept until it has ended
     * @param fence the answer's first one, drawn at random by who asks, 1 to 2^53: so one who asks again finds its own claim
     */
    record Asked(String idempotencyKey, String request, long fence) {}

    /** What came of {@link #append}. */
    enum Kept {
        KEPT,
        /** Kept, and the user wants the answer to stop. */
        STOP,
        /** Not kept: another one makes the answer by now. */
        LOST,
        /** Not kept: the log knows nothing of the answer. It was emptied since. */
        GONE
    }

    /** Who makes an answer. */
    enum State {
        /** Somebody who is alive. */
        RUNNING,
        /** Somebody who has been silent for too long. */
        ORPHANED,
        /** Nobody: it is whole, or has failed. */
        ENDED,
        /** There is no such answer, or there was one so long ago that it is not kept any more. */
        UNKNOWN
    }

    /** Some events of an answer, in order. */
    record Page(State state, List<AnswerEvent> events) {}

    /**
     * What is taken over.
     *
     * @param request as it was claimed with
     */
    record Taken(long fence, String request) {}

    /** Begins an answer, unless it is begun. */
    Future<Claim> claim(Owner owner, String streamId, Asked asked);

    /** Gives up an answer of which nothing has been kept, as if it had never been claimed. */
    Future<Void> abandon(Owner owner, String streamId, long fence, String idempotencyKey);

    /**
     * Keeps the next events and says that the maker is alive.
     *
     * @param events may be empty; those that this maker has had kept are kept once
     */
    Future<Kept> append(Owner owner, String streamId, long fence, List<AnswerEvent> events);

    /**
     * The events after a place.
     *
     * @param countMax at least 1
     */
    Future<Page> read(Owner owner, String streamId, AnswerEvent.Place after, int countMax);

    /** Takes over an answer whose maker is silent; empty if somebody makes it after all, or it has ended. */
    Future<Optional<Taken>> takeOver(Owner owner, String streamId);

    /** Asks the maker to stop; false if there is no such answer. */
    Future<Boolean> stop(Owner owner, String streamId);
}
