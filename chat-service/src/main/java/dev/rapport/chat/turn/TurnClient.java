package dev.rapport.chat.turn;

import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolFragment;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Who gets the events of a turn. Called on the turn's event loop.
 *
 * <p>The order is {@link #signedIn} once, {@link #recalled} once, {@link #quota} at most once, {@link #queued} any number of times, {@link #token},
 * {@link #toolCall} and {@link #replaced} any number of times, {@link #spent} once, then {@link #done} once. A turn that fails ends with the
 * pipeline's failed future instead of {@code done}.
 */
public interface TurnClient {

    /** Says whose turn it is. */
    void signedIn(AuthenticatedTurn turn);

    /**
     * Completes when the answer is this turn's to make; failed with {@link TurnFailure.Made} or {@link TurnFailure.KeyReused} if it is
     * not. Asked for after {@link #signedIn}.
     */
    default Future<Void> claimed() {
        return Future.succeededFuture();
    }

    /** Whether {@link #gone} completed since the user wants the answer to stop: then what there is of it is the answer. */
    default boolean isStopped() {
        return false;
    }

    /** Whether {@link #gone} completed since the session has ended: then nothing more is told or kept. */
    default boolean isSignedOut() {
        return false;
    }

    /** Says what the answer will build on. Held back until there is something to answer. */
    void recalled(CompressedTurn turn);

    /** Says that the turn waits in line before the model; 1 is next. */
    void queued(int position, Duration eta);

    /** Says what is left of the user's own limits. */
    void quota(Quota quota);

    /** Says that the turn may go to the model: no limit refuses it any more, and silence is the model's from here on. */
    default void admitted() {}

    /**
     * Hands on a piece of the answer.
     *
     * @return completed when there is room for another; failed when the client is gone for good
     */
    Future<Void> token(String text);

    /**
     * Hands on a piece of a tool call, to a client that asked with tools.
     *
     * @return as {@link #token}
     */
    Future<Void> toolCall(ToolFragment fragment);

    /** Says that another one goes on with the answer; what was handed on stays valid. */
    void replaced(Source by);

    /** Says what each provider has done for the answer, however it ended; for the books, not for the reader. */
    void spent(List<Part> parts);

    /** Ends the turn well. */
    Future<Void> done(TurnEnd end);

    /**
     * Completes when nobody wants the answer any more: the client has been away for too long, the user said so, or the session has
     * ended. Never if it stays, or once the turn has ended.
     */
    Future<Void> gone();
}
