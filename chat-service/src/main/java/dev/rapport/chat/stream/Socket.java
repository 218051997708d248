package dev.rapport.chat.stream;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of WebSocket (RFC 6455) on which one user has any number of turns. Each event is a text message, an object of JSON.
 * Belongs to its event loop.
 */
public final class Socket {
    /** Bytes that may wait for a slow reader before the models are held up. */
    static final int QUEUE_SIZE_MAX = 64 * 1_024;

    /** Closes the connection for one that sends what is no message of ours, such as binary data. */
    private static final short UNACCEPTABLE = 1003;

    /** Closes it for one that has no session any more. */
    private static final short NOT_ALLOWED = 1008;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final HttpTurnClient.Settings settings;
    private final Promise<Void> gone = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    private @Nullable Promise<Void> drained;
    private long timer;
    private boolean left;

    /** Begins to listen for the client's leaving, and to give signs of life. */
    public Socket(Vertx vertx, ServerWebSocket socket, HttpTurnClient.Settings settings) {
        this.vertx = vertx;
        this.socket = socket;
        this.settings = settings;
        socket.setWriteQueueMaxSize(QUEUE_SIZE_MAX);
        socket.drainHandler(_ -> roomAgain());
        socket.exceptionHandler(_ -> socket.close()); // a broken frame; closing tells the rest
        socket.closeHandler(_ -> left());
        timer = vertx.setPeriodic(settings.heartbeat().toMillis(), _ -> socket.writePing(Buffer.buffer()));
    }

    /** Hands on each text message; anything else ends the connection. */
    public void heard(Consumer<String> listener) {
        socket.textMessageHandler(listener::accept);
        socket.binaryMessageHandler(_ -> socket.close(UNACCEPTABLE, "text messages only"));
    }

    /** Sends one event; nothing if the client is away. */
    public void send(JsonObject event) {
        if (!left) {
            socket.writeTextMessage(event.encode());
        }
    }

    /** Ends the connection of one who is signed out. */
    public void signedOut() {
        socket.close(NOT_ALLOWED, "the session has ended");
    }

    /** Completes when the connection has ended. */
    public Future<Void> closed() {
        return closed.future();
    }

    /** Whether nobody takes what is sent. */
    boolean isLeft() {
        return left;
    }

    /** Completes when there is room for more; failed when the client is gone for good. */
    Future<Void> room() {
        if (left) {
            return gone.future().isComplete()
                    ? TurnFailed.future(new TurnFailure.ClientGone())
                    : Future.succeededFuture();
        }
        if (!socket.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = drained != null ? drained : Promise.promise();
        drained = promise;
        return promise.future();
    }

    /** Completes when the client has been away for too long. */
    Future<Void> gone() {
        return gone.future();
    }

    HttpTurnClient.Settings settings() {
        return settings;
    }

    private void roomAgain() {
        Promise<Void> waiting = drained;
        drained = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    private void left() {
        left = true;
        closed.tryComplete();
        vertx.cancelTimer(timer);
        roomAgain();
        vertx.setTimer(Math.max(1, settings.detached().toMillis()), _ -> gone.complete());
    }
}
