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
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One turn on a {@link Socket}: the events of the native route as {@code {"event","stream","id","data"}}.
 *
 * <p>There is no status that has to wait for the first token, so each event leaves as soon as it is kept.
 */
public final class SocketClient implements HttpTurnClient {
    private final Socket socket;
    private final HttpTurnClient.Listener listener;
    private final Journal journal;
    private final String key;
    private @Nullable String heldBack;
    private Future<Void> settled = Future.succeededFuture();
    private String turnId = "";

    /** @param key what the client called its message, to be found in each event; empty if nothing */
    public SocketClient(
            Vertx vertx, Socket socket, StageTimes times, HttpTurnClient.Listener listener, AnswerLog log, String key) {
        this.socket = socket;
        this.listener = listener;
        this.key = key;
        this.journal = new Journal(vertx, Optional.of(log), this::tell, () -> times.dropped("resume"));
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
    public void recalled(CompressedTurn turn) {
        heldBack = journal.begun() ? null : SseFrames.recalled(turn);
    }

    @Override
    public void queued(int position, Duration eta) {
        socket.send(event("queued", "")
                .put("data", new JsonObject().put("position", position).put("eta_ms", eta.toMillis())));
    }

    /* A turn that is refused has recalled for nothing. */
    @Override
    public void admitted() {
        String held = heldBack;
        if (held != null) {
            heldBack = null;
            journal.addBeside(AnswerEvent.RECALLED, held);
        }
    }

    @Override
    public void quota(Quota quota) {}

    @Override
    public Future<Void> token(String text) {
        admitted();
        journal.add(AnswerEvent.TOKEN, text);
        Future<Void> kept = journal.room();
        return kept.isComplete() ? socket.room() : kept.compose(_ -> socket.room());
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
        return Future.any(socket.gone(), journal.unwanted()).mapEmpty();
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
        admitted();
        journal.add(AnswerEvent.DONE, SseFrames.done(end, socket.settings().instance()));
        return journal.ended();
    }

    @Override
    public boolean failed(JsonObject problem) {
        if (journal.begun() && !journal.isLost()) {
            journal.addBeside(AnswerEvent.ERROR, problem.encode());
            settled = journal.ended();
        } else {
            journal.close();
            socket.send(event(AnswerEvent.ERROR, "").put("data", problem));
        }
        return true;
    }

    /** Completes when the last event of a turn that has ended is on its way. */
    public Future<Void> settled() {
        return settled;
    }

    @Override
    public void follow(String streamId) {
        turnId = streamId;
    }

    @Override
    public Future<Void> tellAgain(AnswerEvent event) {
        tell(event);
        return socket.room();
    }

    @Override
    public boolean isAway() {
        return socket.isLeft();
    }

    @Override
    public void takeOver(Owner owner, String streamId, long fence, AnswerEvent.Place last) {
        turnId = streamId;
        journal.takeOver(owner, streamId, fence, last);
    }

    private void tell(AnswerEvent event) {
        String id = event.place().part() == 0 ? turnId + "-" + event.place().sequence() : "";
        JsonObject data = event.name().equals(AnswerEvent.TOKEN)
                ? new JsonObject().put("text", event.data())
                : new JsonObject(event.data());
        socket.send(event(event.name(), id).put("data", data));
    }

    private JsonObject event(String name, String id) {
        JsonObject event = new JsonObject().put("event", name);
        if (!turnId.isEmpty()) {
            event.put("stream", turnId);
        }
        if (!key.isEmpty()) {
            event.put("key", key);
        }
        return id.isEmpty() ? event : event.put("id", id);
    }
}
