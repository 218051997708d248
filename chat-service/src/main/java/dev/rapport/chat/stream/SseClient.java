package dev.rapport.chat.stream;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageName;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnClient;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of the native route. Belongs to one turn and its event loop.
 *
 * <p>The headers leave with the first event, because until then a proxy may ask another instance. The first event is the
 * first piece of the answer, with what was recalled before it; only a turn that waits in line, or whose model is silent
 * for long, opens its stream earlier.
 *
 * <p>What one turn of the loop brings is written in one go. A client that goes away does not stop its answer at once: it
 * is taken, and dropped, for a bounded time, and then {@link #gone}.
 */
public final class SseClient implements TurnClient {
    private final Vertx vertx;
    private final HttpServerResponse response;
    private final StageTimes times;
    private final Settings settings;
    private final Listener listener;
    private final Promise<Void> gone = Promise.promise();
    private Buffer pending = Buffer.buffer();
    private @Nullable Buffer heldBack;
    private @Nullable Promise<Void> drained;
    private Quota quota = Quota.NONE;
    private String turnId = "";
    private String conversation = "";
    private int sequence;
    private boolean flushPlanned;
    private boolean silent = true;
    private boolean ended;
    private boolean left;
    private long timer = -1;
    private long goneTimer = -1;

    /**
     * What is the same for all clients.
     *
     * @param instance which process this is; told to the client
     * @param openAfter silence after which the stream is opened before the first piece
     * @param heartbeat silence after which an open stream gets a comment
     * @param detached how long an answer is taken for a client that went away; zero: not at all
     */
    public record Settings(String instance, Duration openAfter, Duration heartbeat, Duration detached) {}

    /** Hears what the books need. */
    public interface Listener {
        void signedIn(Session session);

        /** What each provider has done for the answer, however it ended. */
        void spent(List<Part> parts);
    }

    public SseClient(Vertx vertx, HttpServerResponse response, StageTimes times, Settings settings, Listener listener) {
        this.vertx = vertx;
        this.response = response;
        this.times = times;
        this.settings = settings;
        this.listener = listener;
        response.setWriteQueueMaxSize(QUEUE_SIZE_MAX);
        response.closeHandler(_ -> left());
        response.exceptionHandler(_ -> left());
        response.drainHandler(_ -> drained());
    }

    /** Bytes that may wait for a slow reader before the model is held up. */
    static final int QUEUE_SIZE_MAX = 64 * 1_024;

    @Override
    public void signedIn(Session session) {
        listener.signedIn(session);
    }

    @Override
    public void queued(int position, Duration eta) {
        add(SseFrames.queued(position, eta));
        planHeartbeat();
    }

    @Override
    public void recalled(CompressedTurn turn) {
        turnId = turn.turn().turnId();
        conversation = turn.turn().conversation();
        heldBack = SseFrames.recalled(turn);
    }

    /* Only now: a turn that a limit may still refuse must be able to say so with its status. */
    @Override
    public void admitted() {
        if (timer < 0 && !left && !ended && !response.headWritten()) {
            timer = vertx.setTimer(settings.openAfter().toMillis(), _ -> {
                releaseRecalled();
                planHeartbeat();
            });
        }
    }

    @Override
    public Future<Void> token(String text) {
        if (left) {
            return gone.future().isComplete()
                    ? TurnFailed.future(new TurnFailure.ClientGone())
                    : Future.succeededFuture();
        }
        releaseRecalled();
        add(SseFrames.token(nextId(), text));
        planHeartbeat();
        return roomAgain();
    }

    @Override
    public void quota(Quota now) {
        quota = now;
    }

    @Override
    public void replaced(Source by) {
        add(SseFrames.replaced(by, sequence));
    }

    @Override
    public void spent(List<Part> parts) {
        listener.spent(parts);
    }

    @Override
    public Future<Void> gone() {
        return gone.future();
    }

    @Override
    public Future<Void> done(TurnEnd end) {
        releaseRecalled();
        add(SseFrames.done(nextId(), end, settings.instance()));
        return finish();
    }

    /**
     * Ends a stream that has begun with what went wrong.
     *
     * @return whether it had begun; if not, nothing was done and the status line is still free
     */
    public boolean failed(JsonObject problem) {
        if (!response.headWritten() && !flushPlanned) {
            end();
            return false;
        }
        add(SseFrames.error(problem));
        finish();
        return true;
    }

    private Future<Void> finish() {
        flush();
        end();
        return left ? Future.succeededFuture() : response.end();
    }

    private void end() {
        ended = true;
        stopTimer();
        if (goneTimer >= 0) {
            vertx.cancelTimer(goneTimer);
            goneTimer = -1;
        }
    }

    private String nextId() {
        return turnId + "-" + ++sequence;
    }

    private void releaseRecalled() {
        Buffer held = heldBack;
        if (held != null) {
            heldBack = null;
            add(held);
        }
    }

    private void add(Buffer frame) {
        if (left) {
            return;
        }
        pending.appendBuffer(frame);
        silent = false;
        if (!flushPlanned) {
            flushPlanned = true;
            vertx.runOnContext(_ -> flush());
        }
    }

    private void flush() {
        flushPlanned = false;
        if (ended || left || pending.length() == 0) {
            return;
        }
        if (!response.headWritten()) {
            open();
        }
        Buffer frames = pending;
        pending = Buffer.buffer();
        response.write(frames);
    }

    private void open() {
        StringBuilder timing = new StringBuilder();
        for (Map.Entry<StageName, Long> stage : new java.util.TreeMap<>(times.byStage()).entrySet()) {
            timing.append(timing.isEmpty() ? "" : ", ")
                    .append(stage.getKey().wire())
                    .append(";dur=")
                    .append(SseFrames.millis(stage.getValue()));
        }
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache, no-transform")
                .putHeader("x-accel-buffering", "no")
                .putHeader("x-stream-id", turnId)
                .putHeader("x-conversation-id", conversation)
                .putHeader("server-timing", timing);
        RateLimitHeaders.of(quota).forEach(response::putHeader);
    }

    private void planHeartbeat() {
        if (left || (timer >= 0 && response.headWritten())) {
            return; // the running one sees that the stream was not silent
        }
        stopTimer();
        timer = vertx.setPeriodic(settings.heartbeat().toMillis(), _ -> {
            if (silent) {
                add(SseFrames.PING);
            }
            silent = true;
        });
    }

    private void stopTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private Future<Void> roomAgain() {
        if (!response.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = drained != null ? drained : Promise.promise();
        drained = promise;
        return promise.future();
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
