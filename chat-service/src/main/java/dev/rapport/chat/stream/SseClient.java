package dev.rapport.chat.stream;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnIds;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of the native route.
 *
 * <p>The first event is the first piece of the answer, with what was recalled before it; only a turn that waits in line,
 * or whose model is silent for long, opens its stream earlier. Each event is kept in the log before it leaves.
 */
public final class SseClient implements HttpTurnClient {
    private final HttpTurnClient.Settings settings;
    private final HttpTurnClient.Listener listener;
    private final Outgoing out;
    private final Journal journal;
    private @Nullable String heldBack;
    private Quota quota = Quota.NONE;
    private String turnId = "";
    private String conversation = "";

    /** A client whose answer is kept in the log, if there is one. */
    public SseClient(
            Vertx vertx,
            HttpServerResponse response,
            StageTimes times,
            HttpTurnClient.Settings settings,
            HttpTurnClient.Listener listener,
            Optional<AnswerLog> log) {
        this.settings = settings;
        this.listener = listener;
        this.out = new Outgoing(vertx, response, settings, SseFrames.PING, head -> {
            Outgoing.streamHead(head, turnId, times, quota);
            if (!conversation.isEmpty()) {
                head.putHeader("x-conversation-id", conversation);
            }
        });
        this.journal = new Journal(vertx, log, this::tell, () -> times.dropped("resume"));
    }

    @Override
    public void signedIn(AuthenticatedTurn turn) {
        listener.signedIn(turn.session());
        turnId = TurnIds.of(turn);
        journal.claim(turn.owner(), turnId, listener.asked());
    }

    @Override
    public Future<Void> claimed() {
        return journal.claimed();
    }

    @Override
    public void queued(int position, Duration eta) {
        out.add(SseFrames.queued(position, eta)); // not kept: it would be wrong when it is read again
        out.beat();
    }

    @Override
    public void recalled(CompressedTurn turn) {
        turnId = turn.turn().turnId();
        conversation = turn.turn().conversation();
        heldBack = journal.begun() ? null : SseFrames.recalled(turn);
    }

    /* Only now: a turn that a limit may still refuse must be able to say so with its status. */
    @Override
    public void admitted() {
        out.openIfSilent(this::releaseRecalled);
    }

    @Override
    public Future<Void> token(String text) {
        releaseRecalled();
        journal.add(AnswerEvent.TOKEN, text);
        Future<Void> kept = journal.room();
        return kept.isComplete() ? out.room() : kept.compose(_ -> out.room());
    }

    @Override
    public void quota(Quota now) {
        quota = now;
    }

    @Override
    public void replaced(Source by) {
        journal.addBeside(AnswerEvent.REPLACED, SseFrames.replaced(by, journal.sequence()));
    }

    @Override
    public void spent(List<Part> parts) {
        listener.spent(parts);
    }

    @Override
    public Future<Void> gone() {
        return Future.any(out.gone(), journal.unwanted()).mapEmpty();
    }

    @Override
    public boolean isStopped() {
        return journal.isStopped();
    }

    @Override
    public void signOut() {
        journal.signOut();
    }

    @Override
    public boolean isSignedOut() {
        return journal.isSignedOut();
    }

    @Override
    public Future<Void> done(TurnEnd end) {
        releaseRecalled();
        journal.add(AnswerEvent.DONE, SseFrames.done(end, settings.instance()));
        return finished();
    }

    @Override
    public boolean failed(JsonObject problem) {
        if (journal.isLost()) {
            out.reset();
            return true;
        }
        if (!out.begun() && !journal.begun()) {
            out.end();
            journal.close();
            return false;
        }
        journal.addBeside(AnswerEvent.ERROR, problem.encode());
        finished();
        return true;
    }

    @Override
    public void follow(String streamId) {
        turnId = streamId;
        out.beat();
    }

    @Override
    public Future<Void> tellAgain(AnswerEvent event) {
        tell(event);
        return event.isLast() ? out.finish() : out.room();
    }

    @Override
    public boolean isAway() {
        return out.isLeft();
    }

    @Override
    public void takeOver(Owner owner, String streamId, long fence, AnswerEvent.Place last) {
        turnId = streamId;
        journal.takeOver(owner, streamId, fence, last);
    }

    private Future<Void> finished() {
        return journal.ended().compose(_ -> out.finish());
    }

    private void tell(AnswerEvent event) {
        if (!out.isLeft()) {
            out.add(SseFrames.of(turnId, event));
            out.beat();
        }
    }

    private void releaseRecalled() {
        String held = heldBack;
        if (held != null) {
            heldBack = null;
            journal.addBeside(AnswerEvent.RECALLED, held);
        }
    }
}
