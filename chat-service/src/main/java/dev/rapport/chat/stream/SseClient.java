package dev.rapport.chat.stream;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of the native route.
 *
 * <p>The first event is the first piece of the answer, with what was recalled before it; only a turn that waits in line,
 * or whose model is silent for long, opens its stream earlier.
 */
public final class SseClient implements HttpTurnClient {
    private final HttpTurnClient.Settings settings;
    private final HttpTurnClient.Listener listener;
    private final Outgoing out;
    private @Nullable Buffer heldBack;
    private Quota quota = Quota.NONE;
    private String turnId = "";
    private String conversation = "";
    private int sequence;

    public SseClient(
            Vertx vertx,
            HttpServerResponse response,
            StageTimes times,
            HttpTurnClient.Settings settings,
            HttpTurnClient.Listener listener) {
        this.settings = settings;
        this.listener = listener;
        this.out = new Outgoing(vertx, response, settings, SseFrames.PING, head -> {
            Outgoing.streamHead(head, turnId, times, quota);
            head.putHeader("x-conversation-id", conversation);
        });
    }

    @Override
    public void signedIn(Session session) {
        listener.signedIn(session);
    }

    @Override
    public void queued(int position, Duration eta) {
        out.add(SseFrames.queued(position, eta));
        out.beat();
    }

    @Override
    public void recalled(CompressedTurn turn) {
        turnId = turn.turn().turnId();
        conversation = turn.turn().conversation();
        heldBack = SseFrames.recalled(turn);
    }

    /* Only now: a turn that a limit may still refuse must be able to say so with its status. */
    @Override
    public void admitted() {
        out.openIfSilent(this::releaseRecalled);
    }

    @Override
    public Future<Void> token(String text) {
        if (!out.isLeft()) {
            releaseRecalled();
            out.add(SseFrames.token(nextId(), text));
            out.beat();
        }
        return out.room();
    }

    @Override
    public void quota(Quota now) {
        quota = now;
    }

    @Override
    public void replaced(Source by) {
        out.add(SseFrames.replaced(by, sequence));
    }

    @Override
    public void spent(List<Part> parts) {
        listener.spent(parts);
    }

    @Override
    public Future<Void> gone() {
        return out.gone();
    }

    @Override
    public Future<Void> done(TurnEnd end) {
        releaseRecalled();
        out.add(SseFrames.done(nextId(), end, settings.instance()));
        return out.finish();
    }

    @Override
    public boolean failed(JsonObject problem) {
        if (!out.begun()) {
            out.end();
            return false;
        }
        out.add(SseFrames.error(problem));
        out.finish();
        return true;
    }

    private String nextId() {
        return turnId + "-" + ++sequence;
    }

    private void releaseRecalled() {
        Buffer held = heldBack;
        if (held != null) {
            heldBack = null;
            out.add(held);
        }
    }
}
