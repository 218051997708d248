package dev.rapport.chat.stream;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of the native route.
 *
 * <p>The first event is the first piece of the answer, with what was recalled before it; only a turn that waits in line,
 * or whose model is silent for long, opens its stream earlier. Each event is kept in the log before it leaves.
 */
public final class SseClient extends JournaledClient {
    private final Outgoing out;
    private Quota quota = Quota.NONE;
    private String conversation = "";

    /** A client whose answer is kept in the log, if there is one. */
    public SseClient(
            Vertx vertx,
            HttpServerResponse response,
            StageTimes times,
            HttpTurnClient.Settings settings,
            HttpTurnClient.Listener listener,
            Optional<AnswerLog> log) {
        super(vertx, log, times, settings, listener);
        this.out = new Outgoing(vertx, response, settings, SseFrames.PING, head -> {
            Outgoing.streamHead(head, turnId(), times, quota);
            if (!conversation.isEmpty()) {
                head.putHeader("x-conversation-id", conversation);
            }
        });
    }

    @Override
    public void queued(int position, Duration eta) {
        out.add(SseFrames.queued(position, eta)); // not kept: it would be wrong when it is read again
        out.beat();
    }

    @Override
    public void recalled(CompressedTurn turn) {
        named(turn.turn().turnId());
        conversation = turn.turn().conversation();
        super.recalled(turn);
    }

    /* Only now: a turn that a limit may still refuse must be able to say so with its status. */
    @Override
    public void admitted() {
        out.openIfSilent(this::releaseRecalled);
    }

    @Override
    public void quota(Quota now) {
        quota = now;
    }

    @Override
    public boolean failed(JsonObject problem) {
        if (journal().isLost()) {
            out.reset();
            return true;
        }
        if (!out.begun() && !journal().begun()) {
            out.end();
            journal().close();
            return false;
        }
        journal().addBeside(AnswerEvent.ERROR, problem.encode());
        finished().onFailure(_ -> out.reset());
        return true;
    }

    @Override
    public void follow(String streamId) {
        named(streamId);
        out.beat();
    }

    @Override
    Presence presence() {
        return out.presence();
    }

    @Override
    Future<Void> finish() {
        return out.finish();
    }

    @Override
    void tell(AnswerEvent event) {
        if (!isAway()) {
            out.add(SseFrames.of(turnId(), event));
            out.beat();
        }
    }
}
