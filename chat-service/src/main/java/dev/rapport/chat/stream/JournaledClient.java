package dev.rapport.chat.stream;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.chat.turn.TurnIds;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.ToolFragment;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients of all forms have in common: every event of the answer goes through the {@link Journal}, which numbers and keeps
 * it, and comes back to be told. The form of what is told is the subclass's.
 */
abstract class JournaledClient implements HttpTurnClient {
    private final HttpTurnClient.Listener listener;
    private final String instance;
    private final Journal journal;
    private @Nullable String heldBack;
    private String turnId = "";

    /**
     * A client that has been told nothing.
     *
     * @param log where the answer is kept; empty if it is not
     */
    JournaledClient(
            Vertx vertx,
            Optional<AnswerLog> log,
            StageTimes times,
            HttpTurnClient.Settings settings,
            HttpTurnClient.Listener listener) {
        this.listener = listener;
        this.instance = settings.instance();
        this.journal = new Journal(vertx, log, this::tell, () -> times.dropped("resume"));
    }

    /** Tells an event that is kept. */
    abstract void tell(AnswerEvent event);

    /** Whether and how the connection takes more. */
    abstract Presence presence();

    /** All has been told. */
    abstract Future<Void> finish();

    /** The answer's name is known. */
    void named(String streamId) {
        turnId = streamId;
    }

    /** The answer's name; empty until it is known. */
    final String turnId() {
        return turnId;
    }

    final Journal journal() {
        return journal;
    }

    @Override
    public final void signedIn(AuthenticatedTurn turn) {
        listener.signedIn(turn.session());
        named(TurnIds.of(turn));
        journal.claim(turn.owner(), turnId, listener.asked());
    }

    @Override
    public final Future<Void> claimed() {
        return journal.claimed();
    }

    @Override
    public void recalled(CompressedTurn turn) {
        heldBack = journal.begun() ? null : SseFrames.recalled(turn);
    }

    /** Says what was recalled, unless that has been said. */
    final void releaseRecalled() {
        String held = heldBack;
        if (held != null) {
            heldBack = null;
            journal.addBeside(AnswerEvent.RECALLED, held);
        }
    }

    @Override
    public final Future<Void> token(String text) {
        return piece(AnswerEvent.TOKEN, text);
    }

    @Override
    public final Future<Void> toolCall(ToolFragment fragment) {
        return piece(AnswerEvent.TOOL_CALL, SseFrames.toolCall(fragment));
    }

    private Future<Void> piece(String name, String data) {
        releaseRecalled();
        journal.add(name, data);
        Future<Void> kept = journal.room();
        return kept.isComplete()
                ? presence().room()
                : kept.compose(_ -> presence().room());
    }

    @Override
    public final void replaced(Source by) {
        journal.addBeside(AnswerEvent.REPLACED, SseFrames.replaced(by, journal.sequence()));
    }

    @Override
    public final void spent(List<Part> parts) {
        listener.spent(parts);
    }

    @Override
    public final Future<Void> gone() {
        return Future.any(presence().gone(), journal.unwanted()).mapEmpty();
    }

    @Override
    public final boolean isStopped() {
        return journal.isStopped();
    }

    @Override
    public final void signOut() {
        journal.signOut();
    }

    @Override
    public final boolean isSignedOut() {
        return journal.isSignedOut();
    }

    @Override
    public final boolean isAway() {
        return presence().isLeft();
    }

    @Override
    public final Future<Void> done(TurnEnd end) {
        releaseRecalled();
        journal.add(AnswerEvent.DONE, SseFrames.done(end, instance));
        return finished();
    }

    /** Completes when all that was added has been told; fails if it never will, since another one makes the answer by now. */
    final Future<Void> finished() {
        return journal.ended()
                .compose(_ -> journal.isLost()
                        ? TurnFailed.future(new TurnFailure.AnswerCut("another instance makes it by now"))
                        : finish());
    }

    @Override
    public Future<Void> tellAgain(AnswerEvent event) {
        tell(event);
        return event.isLast() ? finish() : presence().room();
    }

    @Override
    public final void takeOver(Owner owner, String streamId, long fence, AnswerEvent.Place last) {
        named(streamId);
        journal.takeOver(owner, streamId, fence, last);
    }
}
