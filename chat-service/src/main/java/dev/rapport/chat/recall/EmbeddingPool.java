package dev.rapport.chat.recall;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.embed.Embedders;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The threads that embed, shared by all loops of the process. One text costs 1 to 11 ms of CPU, so it never runs on a
 * loop.
 *
 * <p>A text that a turn waits for goes before those that are to be remembered, for which nobody waits: else each message
 * would stand behind the lesson of the one before. Both have a bound of their own. A question above it is embedded at
 * once on the caller's loop, by the fast embedder: some microseconds, and a vector that is nearly as good. Without a fast one
 * it is refused. A lesson may wait longer, since its vector is kept and must be the model's own.
 */
public final class EmbeddingPool implements AutoCloseable {
    private static final int LEARN_QUEUE_FACTOR = 8;

    private static final System.Logger LOG = System.getLogger(EmbeddingPool.class.getName());

    private final Embedder embedder;
    private final Optional<Embedder> fast;
    private final Runnable onTruncated;
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

    /**
     * The vector of a question.
     *
     * @param shed whether the fast embedder made it, because there was no room
     */
    public record Question(Embedding meaning, boolean shed) {}

    /**
     * Starts the threads.
     *
     * @param queueMax texts that turns wait for, at one time; eight times as many may wait to be remembered
     * @param onTruncated called, on any thread, for a text with more tokens than the model reads
     */
    public EmbeddingPool(Embedders embedders, int threadCount, int queueMax, Runnable onTruncated) {
        this.embedder = embedders.main();
        this.fast = embedders.fast();
        this.onTruncated = onTruncated;
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

    /**
     * The vector of a question that a turn waits for. If too many wait, it is the fast embedder's, or failed with {@link
     * RejectedExecutionException} if there is none.
     */
    public Future<Question> forRecall(Vertx vertx, String text) {
        if (recalls.enter()) {
            return submit(vertx, () -> embedder.readQuestion(text), text, recalls)
                    .map(meaning -> new Question(meaning, false));
        }
        return fast.map(embedder -> Future.succeededFuture(new Question(embedder.embedQuestion(text), true)))
                .orElseGet(() -> full());
    }

    /** Whether a text's vector is the same when it is asked and when it is kept. */
    boolean sharesVectors() {
        return !embedder.marksQuestions();
    }

    /** Names what makes the vectors that are kept. */
    String model() {
        return embedder.model();
    }

    /** The vector of a text to remember; failed with {@link RejectedExecutionException} if far too many wait. */
    public Future<Embedding> forLearning(Vertx vertx, String text) {
        return lessons.enter() ? submit(vertx, () -> embedder.read(text), text, lessons) : full();
    }

    /** Texts that wait. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static <T> Future<T> full() {
        return Future.failedFuture(new RejectedExecutionException("embedding queue is full"));
    }

    /** @param line that the caller has entered */
    private Future<Embedding> submit(Vertx vertx, Supplier<Embedder.Reading> work, String text, Line line) {
        Promise<Embedding> promise = Promise.promise();
        Future<Embedding> onLoop = onCallersContext(vertx, promise);
        try {
            threads.execute(new Task(line, tasks.incrementAndGet(), () -> {
                Embedder.Reading reading;
                try {
                    reading = work.get();
                } catch (Throwable failure) {
                    promise.fail(failure);
                    throw failure; // a bug or the JVM's: for the log, and another thread comes
                }
                promise.complete(reading.meaning());
                if (reading.truncated()) {
                    noteTruncated(text);
                }
            }));
        } catch (RejectedExecutionException e) {
            line.leave();
            promise.fail(e); // the process is ending
        }
        return onLoop;
    }

    private void noteTruncated(String text) {
        onTruncated.run();
        LOG.log(System.Logger.Level.DEBUG, "embedded the beginning of a text of {0} characters", text.length());
    }

    /* A promise made without a context completes its listeners on the worker; stages expect their own loop. */
    private static Future<Embedding> onCallersContext(Vertx vertx, Promise<Embedding> promise) {
        Context context = vertx.getOrCreateContext();
        Promise<Embedding> there = Promise.promise();
        promise.future().onComplete(result -> context.runOnContext(_ -> there.handle(result)));
        return there.future();
    }
}
