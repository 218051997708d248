package dev.rapport.loadtest.simulator;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.simulator.Script.Step;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays a script to one client and then reports how long that took.
 *
 * <p>Every step is due at its own time after the start, so a late one does not delay the rest; steps that are
 * due together leave in one write. Runs on the connection's event loop. A client that reads slowly makes at most one
 * answer pile up ({@link AnswerSettings#TOKENS_MAX}).
 */
final class Player {
    /** How long a fault that falls silent keeps the connection, if the client does not give up before. */
    static final Duration SILENCE_MAX = Duration.ofMinutes(2);

    /** Hears once what came of it. */
    @FunctionalInterface
    interface Listener {
        void ended(Course course);
    }

    /**
     * How it went.
     *
     * @param tokens written; none is after the client was seen to leave
     * @param waitedNanos from the arrival to the start; to the end, if it never started
     * @param firstTokenNanos from the arrival; negative if no token was written
     * @param totalNanos from the arrival to the last byte, or to the moment that the client was seen to leave
     */
    record Course(int tokens, long waitedNanos, long firstTokenNanos, long totalNanos, boolean clientGone) {}

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Script script;
    private final LoopTimer timer;
    private final long arrivedNanos;
    private final Listener listener;
    private long startNanos;
    private boolean started;
    private int next;
    private int tokens;
    private long firstTokenNanos = -1;
    private boolean ended;
    private LoopTimer.@Nullable Pending pending;

    Player(HttpServerRequest request, Script script, LoopTimer timer, long arrivedNanos, Listener listener) {
        this.request = request;
        this.response = request.response();
        this.script = script;
        this.timer = timer;
        this.arrivedNanos = arrivedNanos;
        this.listener = listener;
    }

    /** Notices from now on when the client leaves, also before the start. */
    void watch() {
        response.exceptionHandler(cause -> end(true));
        response.closeHandler(closed -> end(true));
    }

    /** Plays from now on; nothing, if the client has left. Steps are due relative to {@code startNanos}. */
    void start(long startNanos) {
        if (ended) {
            return;
        }
        this.startNanos = startNanos;
        this.started = true;
        response.setStatusCode(script.status());
        response.putHeader("content-type", script.contentType());
        script.headers().forEach(response::putHeader);
        boolean oneBody = script.steps().size() == 1 && script.ending() == Script.Ending.COMPLETE;
        response.setChunked(!oneBody);
        advance();
    }

    /** Writes what is due, and comes back when the next step is. */
    private void advance() {
        if (ended) {
            return;
        }
        List<Step> steps = script.steps();
        long now = System.nanoTime();
        long elapsed = now - startNanos;
        StringBuilder due = new StringBuilder();
        int from = next;
        while (next < steps.size() && steps.get(next).dueNanos() <= elapsed) {
            due.append(steps.get(next).text());
            tokens += steps.get(next).tokens();
            next++;
        }
        if (tokens > 0 && firstTokenNanos < 0) {
            firstTokenNanos = now - arrivedNanos;
        }
        if (next < steps.size()) {
            if (next > from) {
                write(due);
            }
            pending = timer.at(startNanos + steps.get(next).dueNanos(), this::advance);
        } else {
            finish(due, next > from);
        }
    }

    private void finish(StringBuilder due, boolean anythingDue) {
        switch (script.ending()) {
            case COMPLETE -> response.end(Buffer.buffer(due.toString())).onComplete(sent -> end(sent.failed()));
            case CLOSE -> write(due).onComplete(sent -> close());
            case RESET -> write(due).onComplete(sent -> reset());
            case SILENCE -> {
                if (anythingDue) {
                    write(due);
                }
                pending = timer.at(System.nanoTime() + SILENCE_MAX.toNanos(), this::close);
            }
        }
    }

    private Future<Void> write(StringBuilder text) {
        if (!text.isEmpty()) {
            return response.write(Buffer.buffer(text.toString()));
        }
        return response.headWritten() ? Future.succeededFuture() : response.writeHead();
    }

    /** Closes with RST instead of FIN: a socket that may not linger forgets what it has not sent. */
    private void reset() {
        end(false);
        Channel channel = ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        request.connection().close();
    }

    private void close() {
        end(false);
        request.connection().close();
    }

    private void end(boolean clientGone) {
        if (ended) {
            return;
        }
        ended = true;
        if (pending != null) {
            pending.cancel();
        }
        long total = System.nanoTime() - arrivedNanos;
        long waited = started ? startNanos - arrivedNanos : total;
        listener.ended(new Course(tokens, waited, firstTokenNanos, total, clientGone));
    }
}
