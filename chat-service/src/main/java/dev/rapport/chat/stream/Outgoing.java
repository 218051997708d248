package dev.rapport.chat.stream;

import dev.rapport.chat.stream.HttpTurnClient.Settings;
import dev.rapport.chat.turn.StageName;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.llm.Quota;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The bytes of one answer on their way to one client, whatever their form. Belongs to one turn and its event loop.
 *
 * <p>The headers leave with the first bytes, because until then a proxy may ask another instance. What one turn of the
 * loop brings is written in one go. A client that goes away does not stop its answer at once: it is taken, and dropped,
 * for a bounded time, and then told to be gone.
 */
final class Outgoing {
    /** Bytes that may wait for a slow reader before the model is held up. */
    static final int QUEUE_SIZE_MAX = 64 * 1_024;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Settings settings;
    private final Buffer ping;
    private final Consumer<HttpServerResponse> head;
    private final Presence presence;
    private Buffer pending = Buffer.buffer();
    private boolean flushPlanned;
    private boolean silent = true;
    private boolean ended;
    private long timer = -1;

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
        this.presence = new Presence(vertx, settings.detached(), response::writeQueueFull);
        response.setWriteQueueMaxSize(QUEUE_SIZE_MAX);
        response.closeHandler(_ -> left());
        response.exceptionHandler(_ -> left());
        response.drainHandler(_ -> presence.drained());
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
        if (presence.isLeft()) {
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
        if (timer < 0 && !presence.isLeft() && !ended && !response.headWritten()) {
            timer = vertx.setTimer(settings.openAfter().toMillis(), _ -> {
                opening.run();
                beat();
            });
        }
    }

    /** From here on silence is broken by a sign of life. */
    void beat() {
        if (presence.isLeft() || (timer >= 0 && response.headWritten())) {
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

    /** Whether the client takes what is added. */
    Presence presence() {
        return presence;
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
        return presence.isLeft() ? Future.succeededFuture() : response.end();
    }

    /** Ends all timers and writes nothing more. */
    void end() {
        ended = true;
        stopTimer();
        presence.end();
    }

    private void flush() {
        flushPlanned = false;
        if (ended || presence.isLeft() || pending.length() == 0) {
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

    private void left() {
        if (!ended && !presence.isLeft()) {
            pending = Buffer.buffer();
            stopTimer();
            presence.leave();
        }
    }
}
