package dev.rapport.chat.recall;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that embed, shared by all loops of the process. One text costs 1 to 11 ms of CPU, so it never runs on a
 * loop.
 *
 * <p>A text that a turn waits for goes before those that are to be remembered, for which nobody waits: else each message
 * would stand behind the lesson of the one before. Both have a bound of their own: recall is only a help and is refused
 * first, a lesson may wait longer.
 */
public final class EmbeddingPool implements AutoCloseable {
    private static final int LEARN_QUEUE_FACTOR = 8;

    private final Embedder embedder;
    private final Line recalls;
    private final Line lessons;
    private final AtomicLong tasks = new AtomicLong();
    private final ThreadPoolExecutor threads;

    /** Those of one kind that wait, and how many may. */
    private static final class Line {
        private final int place;
        private final int max;
        private final AtomicInteger waiting = new AtomicInteger();

        Line(int place, int max) {
            this.place = place;
            this.max = max;
        }

        boolean enter() {
            if (waiting.incrementAndGet() <= max) {
                return true;
            }
            waiting.decrementAndGet();
            return false;
        }

        void leave() {
            waiting.decrementAndGet();
        }
    }

    /** By kind, and within a kind as they came. */
    private record Task(Line line, long number, Runnable work) implements Runnable, Comparable<Task> {
        @Override
        public void run() {
            line.leave();
            work.run();
        }

        @Override
        public int compareTo(Task other) {
            return line.place != other.line.place
                    ? Integer.compare(line.place, other.line.place)
                    : Long.compare(number, other.number);
        }
    }

    /** @param queueMax texts that turns wait for, at one time; eight times as many may wait to be remembered */
    public EmbeddingPool(Embedder embedder, int threadCount, int queueMax) {
        this.embedder = embedder;
        this.recalls = new Line(0, queueMax);
        this.lessons = new Line(1, queueMax * LEARN_QUEUE_FACTOR);
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(), // without a bound of its own: the lines have theirs
                Thread.ofPlatform().name("embed-", 0).daemon().factory());
    }

    /** The vector of a text that a turn waits for; failed with {@link RejectedExecutionException} if too many wait. */
    public Future<Embedding> forRecall(Vertx vertx, String text) {
        return submit(vertx, text, recalls);
    }

    /** The vector of a text to remember; failed with {@link RejectedExecutionException} if far too many wait. */
    public Future<Embedding> forLearning(Vertx vertx, String text) {
        return submit(vertx, text, lessons);
    }

    /** Texts that wait. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Future<Embedding> submit(Vertx vertx, String text, Line line) {
        if (!line.enter()) {
            return Future.failedFuture(new RejectedExecutionException("embedding queue is full"));
        }
        Promise<Embedding> promise = Promise.promise();
        Future<Embedding> onLoop = onCallersContext(vertx, promise);
        try {
            threads.execute(new Task(line, tasks.incrementAndGet(), () -> {
                try {
                    promise.complete(embedder.embed(text));
                } catch (RuntimeException e) {
                    promise.fail(e);
                }
            }));
        } catch (RejectedExecutionException e) {
            line.leave();
            promise.fail(e); // the process is ending
        }
        return onLoop;
    }

    /* A promise made without a context completes its listeners on the worker; stages expect their own loop. */
    private static Future<Embedding> onCallersContext(Vertx vertx, Promise<Embedding> promise) {
        Context context = vertx.getOrCreateContext();
        Promise<Embedding> there = Promise.promise();
        promise.future().onComplete(result -> context.runOnContext(_ -> there.handle(result)));
        return there.future();
    }
}
