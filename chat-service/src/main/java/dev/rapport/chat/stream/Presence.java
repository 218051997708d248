package dev.rapport.chat.stream;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client is there, and whether its connection takes more: what all connections have in common. A client that goes
 * away is waited for, for a bounded time, and then {@link #gone}. Belongs to the connection's event loop.
 */
final class Presence {
    private final Vertx vertx;
    private final Duration detached;
    private final BooleanSupplier full;
    private final Promise<Void> gone = Promise.promise();
    private @Nullable Promise<Void> drained;
    private boolean left;
    private long timer = -1;

    /**
     * A client that is there.
     *
     * @param detached how long it is waited for once it has left; zero: not at all
     * @param full whether as much waits for it as may
     */
    Presence(Vertx vertx, Duration detached, BooleanSupplier full) {
        this.vertx = vertx;
        this.detached = detached;
        this.full = full;
    }

    /** Whether the client is away, so that what is sent is dropped. */
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
        if (!full.getAsBoolean()) {
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

    /** There is room again. */
    void drained() {
        Promise<Void> waiting = drained;
        drained = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    /** The connection has closed. Once is enough. */
    void leave() {
        if (left) {
            return;
        }
        left = true;
        drained();
        if (detached.toMillis() <= 0) {
            gone.complete();
        } else {
            timer = vertx.setTimer(detached.toMillis(), _ -> gone.complete());
        }
    }

    /** Nobody asks any more. */
    void end() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
