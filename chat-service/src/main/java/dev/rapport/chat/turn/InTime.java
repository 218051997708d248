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
    /** A timer that is later than this had to wait for other work of its loop. */
    private static final long PUNCTUAL_NANOS = 1_000_000;

    /** So often as long as was to be waited, and no longer, a loop that has too much to do is waited for. */
    private static final int STRETCH_MAX = 8;

    private InTime() {}

    /**
     * The future, if it completes in time. To be called on an event loop, on which the future completes, too.
     *
     * <p>A loop that has much to do runs its timers late, and before it reads what came meanwhile: under overload it would take for
     * late whose reply lies there. So the time by which the timer itself was late does not count: it is waited for once more, and at
     * most {@value #STRETCH_MAX} times as long as {@code max} in all.
     *
     * @return failed with {@link TimeoutException} if it does not
     */
    public static <T> Future<T> of(Vertx vertx, Future<T> future, Duration max) {
        if (future.isComplete()) {
            return future;
        }
        Promise<T> promise = Promise.promise();
        Deadline<T> deadline = new Deadline<>(vertx, promise, max, System.nanoTime());
        deadline.after(max.toNanos());
        future.onComplete(result -> {
            deadline.cancel();
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future();
    }

    private static final class Deadline<T> {
        private final Vertx vertx;
        private final Promise<T> promise;
        private final Duration max;
        private final long startNanos;
        private long timer;

        Deadline(Vertx vertx, Promise<T> promise, Duration max, long startNanos) {
            this.vertx = vertx;
            this.promise = promise;
            this.max = max;
            this.startNanos = startNanos;
        }

        void after(long nanos) {
            long millis = Math.max(1, nanos / 1_000_000);
            long dueNanos = System.nanoTime() + millis * 1_000_000;
            timer = vertx.setTimer(millis, _ -> due(System.nanoTime() - dueNanos));
        }

        private void due(long lateNanos) {
            boolean mayWait = System.nanoTime() - startNanos < STRETCH_MAX * max.toNanos();
            if (lateNanos > PUNCTUAL_NANOS && mayWait) {
                after(lateNanos);
            } else {
                promise.tryFail(new TimeoutException("not within " + max.toMillis() + " ms"));
            }
        }

        void cancel() {
            vertx.cancelTimer(timer);
        }
    }
}
