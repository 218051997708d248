package dev.rapport.chat.knowledge;

import dev.rapport.chat.turn.InTime;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.ErasedException;
import dev.rapport.memory.MemoryLogUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Brings what the memory's threads do back to the loop that asked, and says in the words of a turn why it failed. */
final class Calls {
    /**
     * The longest that a request waits for the memory: 100,000 memories that this process has not seen lately are read in about one
     * second.
     */
    static final Duration WAIT_MAX = Duration.ofSeconds(3);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx;

    Calls(Vertx vertx) {
        this.vertx = vertx;
    }

    /** To be called on an event loop, on which the future completes. */
    <T> Future<T> of(CompletionStage<T> stage) {
        return inTime(Future.fromCompletionStage(stage, vertx.getOrCreateContext()));
    }

    <T> Future<T> inTime(Future<T> future) {
        return InTime.of(vertx, future, WAIT_MAX).recover(failure -> Future.failedFuture(told(failure)));
    }

    private static Throwable told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case RejectedExecutionException _ ->
                new TurnFailed(new TurnFailure.Overloaded("the memory has no room for another request", RETRY_AFTER));
            case MemoryLogUnavailable _, TimeoutException _, CancellationException _ ->
                new TurnFailed(new TurnFailure.Unavailable("the memory", RETRY_AFTER));
            case ErasedException _ ->
                new TurnFailed(new TurnFailure.NotAuthenticated("the user was erased (expected: sign in again)"));
            default -> cause;
        };
    }
}
