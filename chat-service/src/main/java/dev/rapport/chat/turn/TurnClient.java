package dev.rapport.chat.turn;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * Who gets the events of a turn. Called on the turn's event loop.
 *
 * <p>The order is {@link #signedIn} once, {@link #queued} any number of times, {@link #recalled} once, {@link #token} any number of times, then
 * {@link #done} once. A turn that fails ends with the pipeline's failed future instead of {@code done}.
 */
public interface TurnClient {

    /** Says whose turn it is. */
    void signedIn(Session session);

    /** Says that the turn waits for its place. */
    void queued(int position, Duration eta);

    /** Says what the answer will build on. Held back until there is something to answer. */
    void recalled(CompressedTurn turn);

    /**
     * Hands on a piece of the answer.
     *
     * @return completed when there is room for another; failed when the client is gone for good
     */
    Future<Void> token(String text);

    /** Ends the turn well. */
    Future<Void> done(TurnEnd end);
}
