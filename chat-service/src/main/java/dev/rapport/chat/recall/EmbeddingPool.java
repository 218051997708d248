package dev.rapport.chat.recall;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that embed, shared by all loops of the process. One text costs 1 to 11 ms of CPU, so it never runs on a
 * loop.
 *
 * <p>Two bounds on one queue: a text that a turn waits for is refused first, since recall is only a help; a text that is
 * to be remembered may wait longer.
 */
public final class EmbeddingPool implements AutoCloseable {
    private static final int LEARN_QUEUE_FACTOR = 8;

    private final Embedder embedder;
    private final int queueMax;
    private final ThreadPoolExecutor threads;

    /** @param queueMax texts in front of one that a turn waits for */
    public EmbeddingPool(Embedder embedder, int threadCount, int queueMax) {
        this.embedder = embedder;
        this.queueMax = queueMax;
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queueMax * LEARN_QUEUE_FACTOR),
                Thread.ofPlatform().name("embed-", 0).daemon().factory());
    }

    /** The vector of a text that a turn waits for; failed with {@link RejectedExecutionException} if too many wait. */
    public Future<Embedding> forRecall(Vertx vertx, String text) {
        return threads.getQueue().size() >= queueMax
                ? Future.failedFuture(new RejectedExecutionException("embedding queue is full"))
                : submit(vertx, text);
    }

    /** The vector of a text to remember; failed with {@link RejectedExecutionException} if far too many wait. */
    public Future<Embedding> forLearning(Vertx vertx, String text) {
        return submit(vertx, text);
    }

    /** Texts that wait. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Future<Embedding> submit(Vertx vertx, String text) {
        Promise<Embedding> promise = Promise.promise();
        Future<Embedding> onLoop = onCallersContext(vertx, promise);
        try {
            threads.execute(() -> {
                try {
                    promise.complete(embedder.embed(text));
                } catch (RuntimeException e) {
                    promise.fail(e);
                }
            });
        } catch (RejectedExecutionException e) {
            promise.fail(e);
        }
        return onLoop;
    }

    /* A promise made without a context completes its listeners on the worker; stages expect their own loop. */
    private static Future<Embedding> onCallersContext(Vertx vertx, Promise<Embedding> promise) {
        io.vertx.core.Context context = vertx.getOrCreateContext();
        Promise<Embedding> there = Promise.promise();
        promise.future().onComplete(result -> context.runOnContext(_ -> there.handle(result)));
        return there.future();
    }
}
