package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The caller's side of a request. All of it is called on the request's event loop.
 *
 * @param stop completes, however, when nobody wants the answer any more; counts until the first piece, after which
 *     {@link AnswerStream#cancel} is the way
 * @param granted runs at most once, before all else, when the user's own limits let the request in: with what they leave. Not
 *     for an answer that is in a cache
 * @param queue hears of a wait that is worth a word
 * @param admitted runs once, when the request may be sent: from there on no limit refuses it
 */
public record Call(Future<?> stop, Consumer<Quota> granted, QueueListener queue, Runnable admitted) {
    /** Never stops and hears nothing. */
    public static final Call NONE = new Call(Future.future(_ -> {}), _ -> {}, (_, _) -> {}, () -> {});

    public Call {
        requireNonNull(stop, "stop");
        requireNonNull(granted, "granted");
        requireNonNull(queue, "queue");
        requireNonNull(admitted, "admitted");
    }

    /** Hears where a request stands that waits. */
    @FunctionalInterface
    public interface QueueListener {
        /**
         * It has moved on, or has just begun to wait.
         *
         * @param position 1 is next, over all instances; an estimate, as the time is
         */
        void moved(int position, Duration eta);
    }
}
