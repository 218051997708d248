package dev.rapport.loadtest.calibrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.simulator.AnswerPlan;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the known server on its way, in Rapport's native events. Every token leaves at its own absolute time, so a
 * late timer does not delay the ones after it; what is due together leaves in one write. Runs on the server's event loop.
 */
final class KnownAnswer {
    private static final double NANOS_PER_MILLI = 1e6;

    private final HttpServerResponse response;
    private final AnswerPlan plan;
    private final KnownTiming timing;
    private final WallClock clock;
    private final LoopTimer timer;
    private final long arrivedNanos;
    private final Consumer<ProviderRecord> onEnded;
    private LoopTimer.@Nullable Pending pending;
    private long firstTokenNanos = -1;
    private int next;
    private boolean ended;

    /**
     * An answer, not yet begun.
     *
     * @param arrivedNanos since 1970, when the request was fully received
     * @param onEnded hears once what came of it
     */
    KnownAnswer(
            HttpServerResponse response,
            AnswerPlan plan,
            KnownTiming timing,
            WallClock clock,
            LoopTimer timer,
            long arrivedNanos,
            Consumer<ProviderRecord> onEnded) {
        this.response = response;
        this.plan = plan;
        this.timing = timing;
        this.clock = clock;
        this.timer = timer;
        this.arrivedNanos = arrivedNanos;
        this.onEnded = onEnded;
    }

    void play() {
        response.setStatusCode(200)
                .putHeader("content-type", "text/event-stream; charset=utf-8")
                .putHeader("cache-control", "no-cache, no-transform")
                .putHeader("x-accel-buffering", "no")
                .putHeader("x-request-id", "req_" + plan.nonce())
                .putHeader("x-stream-id", "gen_" + plan.nonce())
                .putHeader("x-served-by", KnownServer.NAME)
                .setChunked(true);
        response.exceptionHandler(cause -> end("client-gone"));
        response.closeHandler(closed -> end("client-gone"));
        advance();
    }

    /** Writes what is due, and comes back when the next token is. */
    private void advance() {
        if (ended) {
            return;
        }
        long now = clock.sinceEpoch(System.nanoTime());
        StringBuilder due = new StringBuilder();
        while (next < plan.tokenCount() && timing.tokenAt(plan, next, arrivedNanos) <= now) {
            due.append(token(next));
            next++;
        }
        if (next > 0 && firstTokenNanos < 0) {
            firstTokenNanos = now - arrivedNanos;
        }
        if (next < plan.tokenCount()) {
            if (!due.isEmpty()) {
                response.write(Buffer.buffer(due.toString()));
            }
            pending = timer.at(clock.nanoTime(timing.tokenAt(plan, next, arrivedNanos)), this::advance);
        } else {
            response.end(Buffer.buffer(due.append(done(now)).toString()))
                    .onComplete(sent -> end(sent.succeeded() ? "ok" : "client-gone"));
        }
    }

    private String token(int index) {
        String before = index == 0 ? "event: recalled\ndata: {\"memories\":[],\"traits\":[]}\n\n" : "";
        ObjectNode data =
                JsonNodeFactory.instance.objectNode().put("text", plan.tokens().get(index));
        return before + "event: token\nid: gen_" + plan.nonce() + "-" + (index + 1) + "\ndata: " + data + "\n\n";
    }

    private String done(long now) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("finish_reason", "stop")
                .put("provider", KnownServer.NAME);
        data.putObject("usage")
                .put("prompt_tokens", 1)
                .put("completion_tokens", plan.tokenCount())
                .put("cached_tokens", 0);
        data.putArray("learned");
        data.putObject("timing_ms")
                .put("first_token", firstTokenNanos / NANOS_PER_MILLI)
                .put("total", (now - arrivedNanos) / NANOS_PER_MILLI)
                .putArray("dropped");
        return "event: done\nid: gen_" + plan.nonce() + "-" + (plan.tokenCount() + 1) + "\ndata: " + data + "\n\n";
    }

    private void end(String outcome) {
        if (ended) {
            return;
        }
        ended = true;
        if (pending != null) {
            pending.cancel();
        }
        long now = clock.sinceEpoch(System.nanoTime());
        onEnded.accept(new ProviderRecord(
                plan.nonce(),
                KnownServer.NAME,
                true,
                200,
                TimeUnit.NANOSECONDS.toMillis(arrivedNanos),
                firstTokenNanos < 0 ? -1 : firstTokenNanos / NANOS_PER_MILLI,
                (now - arrivedNanos) / NANOS_PER_MILLI,
                next,
                outcome));
    }
}
