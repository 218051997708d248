package dev.rapport.chat.http;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.turn.InTime;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes objects of JSON, one a line, as they are found: no more than one chunk is held, and none is asked for while the reader has not
 * taken what came before. Confined to one event loop.
 */
final class JsonLines {
    static final String KIND = "kind";

    /** As long as an answer waits for a client that takes nothing. */
    static final Duration READER_TIMEOUT = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final WriteStream<Buffer> out;
    private final Runnable begin;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Promise<Void> done = Promise.promise();
    private boolean begun;
    private boolean gone;

    /** Finds the next lines. */
    @FunctionalInterface
    interface Step {
        Future<Chunk> run();
    }

    /**
     * Some lines.
     *
     * @param lines each with a {@code kind}
     * @param rest what finds those after them, in this order
     */
    record Chunk(List<JsonObject> lines, List<Step> rest) {}

    /** @param begin called once, before the first line is written */
    JsonLines(Vertx vertx, WriteStream<Buffer> out, Runnable begin) {
        this.vertx = vertx;
        this.out = out;
        this.begin = begin;
    }

    /** Counts a kind that may have no line. */
    JsonLines counting(String... kinds) {
        for (String kind : kinds) {
            counts.put(kind, 0);
        }
        return this;
    }

    /** Nobody reads any more: no further chunk is asked for. */
    void gone() {
        gone = true;
        done.tryFail(new TurnFailed(new TurnFailure.ClientGone()));
    }

    /** Whether a line was written. */
    boolean begun() {
        return begun;
    }

    /** How many lines of each kind were written. */
    Map<String, Integer> counts() {
        return counts;
    }

    /**
     * Writes the lines of all steps, one step after another.
     *
     * @return completed when the last line was given to the stream, which is not ended; failed as the step failed, or with {@link
     *     TurnFailure.ClientGone}
     */
    Future<Void> run(List<Step> all) {
        steps.addAll(all);
        next();
        return done.future();
    }

    /* By callbacks, not by futures of futures: a long export would nest them by the thousand. */
    private void next() {
        Step step = steps.poll();
        if (step == null) {
            done.tryComplete();
            return;
        }
        if (gone) {
            return;
        }
        step.run().onSuccess(this::taken).onFailure(done::tryFail);
    }

    private void taken(Chunk chunk) {
        chunk.lines().forEach(this::line);
        chunk.rest().reversed().forEach(steps::addFirst);
        room().onSuccess(_ -> next()).onFailure(done::tryFail);
    }

    /** Writes one line. */
    void line(JsonObject line) {
        if (!begun) {
            begun = true;
            begin.run();
        }
        counts.computeIfPresent(requireNonNull(line.getString(KIND), KIND), (_, count) -> count + 1);
        var _ = out.write(line.toBuffer().appendString("\n"));
    }

    private Future<Void> room() {
        if (!out.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> room = Promise.promise();
        out.drainHandler(_ -> room.tryComplete());
        return InTime.of(vertx, room.future(), READER_TIMEOUT)
                .recover(_ -> TurnFailed.future(new TurnFailure.ClientGone()));
    }
}
