package dev.rapport.chat.turn;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Waits for something for a bounded time, and goes on upon the loop that waits.
 *
 * <p>Not {@link Future#timeout}: of a future that has no context, and most that are composed have none, it fires on a
 * thread of Netty's own, and the rest of the turn would run there beside the loop that owns it.
 */
public final class InTime {
    /** After its timers a loop reads what has come, so what was there in time is there by the next timer. */
    private static final long ONE_MORE_TURN_MS = 1;

    private InTime() {}

    /**
     * The future, if it completes in time. To be called on an event loop, on which the future completes, too.
     *
     * <p>A loop that had much to do runs its timers before it reads what came meanwhile: under overload it would take for
     * late whose reply lies there. So it may read once more before that is said.
     *
     * @return failed with {@link TimeoutException} if it does not
     */
    public static <T> Future<T> of(Vertx vertx, Future<T> future, Duration max) {
        if (future.isComplete()) {
            return future;
        }
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(
                max.toMillis(),
                _ -> vertx.setTimer(
                        ONE_MORE_TURN_MS,
                        _ -> promise.tryFail(new TimeoutException("not within " + max.toMillis() + " ms"))));
        future.onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future();
    }
}
