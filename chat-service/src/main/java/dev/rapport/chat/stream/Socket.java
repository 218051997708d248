package dev.rapport.chat.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

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
    private final Promise<Void> closed = Promise.promise();
    private final Presence presence;
    private final long timer;

    /** Begins to listen for the client's leaving, and to give signs of life. */
    public Socket(Vertx vertx, ServerWebSocket socket, HttpTurnClient.Settings settings) {
        this.vertx = vertx;
        this.socket = socket;
        this.settings = settings;
        this.presence = new Presence(vertx, settings.detached(), socket::writeQueueFull);
        socket.setWriteQueueMaxSize(QUEUE_SIZE_MAX);
        socket.drainHandler(_ -> presence.drained());
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
        if (!presence.isLeft()) {
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

    /** Whether somebody takes what is sent. */
    Presence presence() {
        return presence;
    }

    HttpTurnClient.Settings settings() {
        return settings;
    }

    private void left() {
        closed.tryComplete();
        vertx.cancelTimer(timer);
        presence.leave();
    }
}
