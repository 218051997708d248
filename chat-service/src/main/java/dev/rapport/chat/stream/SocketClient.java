package dev.rapport.chat.stream;

import dev.rapport.chat.turn.StageTimes;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * One turn on a {@link Socket}: the events of the native route as {@code {"event","stream","id","data"}}.
 *
 * <p>There is no status that has to wait for the first token, so each event leaves as soon as it is kept.
 */
public final class SocketClient extends JournaledClient {
    private final Socket socket;
    private final String key;
    private Future<Void> settled = Future.succeededFuture();

    /** @param key what the client called its message, to be found in each event; empty if nothing */
    public SocketClient(
            Vertx vertx, Socket socket, StageTimes times, HttpTurnClient.Listener listener, AnswerLog log, String key) {
        super(vertx, Optional.of(log), times, socket.settings(), listener);
        this.socket = socket;
        this.key = key;
    }

    @Override
    public void queued(int position, Duration eta) {
        socket.send(event("queued", "")
                .put("data", new JsonObject().put("position", position).put("eta_ms", eta.toMillis())));
    }

    /* A turn that is refused has recalled for nothing. */
    @Override
    public void admitted() {
        releaseRecalled();
    }

    @Override
    public void quota(Quota quota) {}

    @Override
    public boolean failed(JsonObject problem) {
        if (journal().begun() && !journal().isLost()) {
            journal().addBeside(AnswerEvent.ERROR, problem.encode());
            settled = journal().ended();
        } else {
            journal().close();
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
        named(streamId);
    }

    @Override
    Presence presence() {
        return socket.presence();
    }

    /* The connection stays, for other turns. */
    @Override
    Future<Void> finish() {
        return Future.succeededFuture();
    }

    @Override
    void tell(AnswerEvent event) {
        String id = event.place().part() == 0 ? turnId() + "-" + event.place().sequence() : "";
        JsonObject data = event.name().equals(AnswerEvent.TOKEN)
                ? new JsonObject().put("text", event.data())
                : new JsonObject(event.data());
        socket.send(event(event.name(), id).put("data", data));
    }

    private JsonObject event(String name, String id) {
        JsonObject event = new JsonObject().put("event", name);
        if (!turnId().isEmpty()) {
            event.put("stream", turnId());
        }
        if (!key.isEmpty()) {
            event.put("key", key);
        }
        return id.isEmpty() ? event : event.put("id", id);
    }
}
