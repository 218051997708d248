package dev.rapport.chat.stream;

import dev.rapport.chat.stream.HttpTurnClient.Settings;
import dev.rapport.chat.turn.StageName;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer on their way to one client, whatever their form. Belongs to one turn and its event loop.
 *
 * <p>The headers leave with the first bytes, because until then a proxy may ask another instance. What one turn of the
 * loop brings is written in one go. A client that goes away does not stop its answer at once: it is taken, and dropped,
 * for a bounded time, and then {@link #gone}.
 */
final class Outgoing {
    /** Bytes that may wait for a slow reader before the model is held up. */
    static final int QUEUE_SIZE_MAX = 64 * 1_024;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Settings settings;
    private final Buffer ping;
    private final Consumer<HttpServerResponse> head;
    private final Promise<Void> gone = Promise.promise();
    private Buffer pending = Buffer.buffer();
    private @Nullable Promise<Void> drained;
    private boolean flushPlanned;
    private boolean silent = true;
    private boolean ended;
    private boolean left;
    private long timer = -1;
    private long goneTimer = -1;

    /**
     * Begins to listen for the client's leaving.
     *
     * @param ping the sign of life
     * @param head puts the headers, just before they leave
     */
    Outgoing(
            Vertx vertx,
            HttpServerResponse response,
            Settings settings,
            Buffer ping,
            Consumer<HttpServerResponse> head) {
        this.vertx = vertx;
        this.response = response;
        this.settings = settings;
        this.ping = ping;
        this.head = head;
        response.setWriteQueueMaxSize(QUEUE_SIZE_MAX);
        response.closeHandler(_ -> left());
        response.exceptionHandler(_ -> left());
        response.drainHandler(_ -> drained());
    }

    /** The headers of a stream of events. */
    static void streamHead(HttpServerResponse response, String turnId, StageTimes times, Quota quota) {
        response.putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache, no-transform")
                .putHeader("x-accel-buffering", "no");
        turnHead(response, turnId, times, quota);
    }

    /** What any answer's headers say of its turn. */
    static void turnHead(HttpServerResponse response, String turnId, StageTimes times, Quota quota) {
        StringBuilder timing = new StringBuilder();
        for (Map.Entry<StageName, Long> stage : new TreeMap<>(times.byStage()).entrySet()) {
            timing.append(timing.isEmpty() ? "" : ", ")
                    .append(stage.getKey().wire())
                    .append(";dur=")
                    .append(SseFrames.millis(stage.getValue()));
        }
        times.shed()
                .forEach(part -> timing.append(timing.isEmpty() ? "" : ", ")
                        .append(part)
                        .append(";desc=\"shed\"")); // a metric without a duration (W3C Server Timing)
        response.putHeader("x-stream-id", turnId).putHeader("server-timing", timing);
        RateLimitHeaders.of(quota).forEach(response::putHeader);
    }

    /** Whether the status line is taken. */
    boolean begun() {
        return response.headWritten() || flushPlanned;
    }

    void add(Buffer bytes) {
        if (left) {
            return;
        }
        pending.appendBuffer(bytes);
        silent = false;
        if (!flushPlanned) {
            flushPlanned = true;
            vertx.runOnContext(_ -> flush());
        }
    }

    /** Runs the opening if nothing has left after a while. */
    void openIfSilent(Runnable opening) {
        if (timer < 0 && !left && !ended && !response.headWritten()) {
            timer = vertx.setTimer(settings.openAfter().toMillis(), _ -> {
                opening.run();
                beat();
            });
        }
    }

    /** From here on silence is broken by a sign of life. */
    void beat() {
        if (left || (timer >= 0 && response.headWritten())) {
            return; // the running one sees that the stream was not silent
        }
        stopTimer();
        timer = vertx.setPeriodic(settings.heartbeat().toMillis(), _ -> {
            if (silent) {
                add(ping);
            }
            silent = true;
        });
    }

    /** Whether the client is away, so that what is added is dropped. */
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
        if (!response.writeQueueFull()) {
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

    /** Cuts the connection: what comes of the answer is told by another. */
    void reset() {
        end();
        response.reset();
    }

    /** Writes what is left, and ends the response. */
    Future<Void> finish() {
        flush();
        end();
        return left ? Future.succeededFuture() : response.end();
    }

    /** Ends all timers and writes nothing more. */
    void end() {
        ended = true;
        stopTimer();
        if (goneTimer >= 0) {
            vertx.cancelTimer(goneTimer);
            goneTimer = -1;
        }
    }

    private void flush() {
        flushPlanned = false;
        if (ended || left || pending.length() == 0) {
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true);
            head.accept(response);
        }
        Buffer bytes = pending;
        pending = Buffer.buffer();
        response.write(bytes);
    }

    private void stopTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void drained() {
        Promise<Void> waiting = drained;
        drained = null;
        if (waiting != null) {
            waiting.complete();
        }
    }

    private void left() {
        if (ended || left) {
            return;
        }
        left = true;
        pending = Buffer.buffer();
        stopTimer();
        drained();
        long detachedMs = settings.detached().toMillis();
        if (detachedMs <= 0) {
            gone.complete();
        } else {
            goneTimer = vertx.setTimer(detachedMs, _ -> {
                goneTimer = -1;
                gone.complete();
            });
        }
    }
}
