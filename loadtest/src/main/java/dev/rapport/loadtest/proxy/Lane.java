package dev.rapport.loadtest.proxy;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.proxy.Action.End;
import dev.rapport.loadtest.proxy.Action.How;
import dev.rapport.loadtest.proxy.Action.Send;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: reads, lets the stages do their work, and writes when it is time. The order never
 * changes. A sink that does not take more, or too much that waits for its time, stops the reading. Runs on the
 * connection's event loop.
 */
final class Lane {
    /** Most bytes that wait for their time: with two lanes, 2 MiB for each connection; one read may come on top. */
    static final int QUEUE_BYTES_MAX = 1 << 20;

    private final NetSocket source;
    private final NetSocket sink;
    private final LoopTimer timer;
    private final Consumer<How> ending;
    private final ProxyStats stats;
    private final Direction direction;
    private final ArrayDeque<Due> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long freeAtNanos;
    private long lastDueNanos;
    private boolean started;
    private boolean swallowing;
    private boolean paused;
    private boolean sourceEnded;
    private LoopTimer.@Nullable Pending pending;

    private record Due(Action action, long nanos) {}

    /** The ends of a lane and who hears how it ends. */
    record Ends(Direction direction, NetSocket source, NetSocket sink, Consumer<How> ending) {}

    Lane(Ends ends, LoopTimer timer, ProxyStats stats) {
        this.direction = ends.direction();
        this.source = ends.source();
        this.sink = ends.sink();
        this.ending = ends.ending();
        this.timer = timer;
        this.stats = stats;
        sink.drainHandler(drained -> pump());
    }

    /** Passes bytes through the stages and queues what comes of them. */
    void accept(Buffer data, Collection<Stage> stages) {
        stats.bytes(direction, data.length());
        if (swallowing) {
            return;
        }
        List<Action> actions = List.of(new Send(data, 0, 0));
        for (Stage stage : stages) {
            actions = through(stage, actions);
        }
        actions.forEach(this::enqueue);
        pump();
    }

    /** Nothing behind an end reaches the next stage. */
    private static List<Action> through(Stage stage, List<Action> actions) {
        List<Action> results = new ArrayList<>();
        for (Action action : actions) {
            if (!(action instanceof Send sent)) {
                results.add(action);
                break;
            }
            long gap = sent.gapNanos();
            for (Action result : stage.on(sent.data())) {
                results.add(
                        result instanceof Send piece
                                ? new Send(piece.data(), piece.gapNanos() + gap, piece.delayNanos() + sent.delayNanos())
                                : result);
                gap = 0;
                if (result instanceof End) {
                    return results;
                }
            }
        }
        return results;
    }

    /** Ends behind whatever is still queued. */
    void endAfterQueue(How how) {
        if (!swallowing) {
            enqueue(new End(how));
            pump();
        }
    }

    /** The peer sends no more. What it sent before may still wait in a source that is paused, so its end is taken later. */
    void sourceEnded() {
        sourceEnded = true;
        timer.at(System.nanoTime(), this::endIfRead);
    }

    private void endIfRead() {
        if (!paused) {
            endAfterQueue(How.HALF_CLOSE);
        }
    }

    /** Nothing comes any more, and nothing is left to be written. */
    boolean done() {
        return sourceEnded && swallowing && queue.isEmpty();
    }

    private void enqueue(Action action) {
        if (swallowing) {
            return;
        }
        long now = System.nanoTime();
        if (!started) {
            started = true;
            freeAtNanos = now;
            lastDueNanos = now;
        }
        long due = lastDueNanos;
        switch (action) {
            case Send(var data, var gapNanos, var delayNanos) -> {
                freeAtNanos = Math.max(now, freeAtNanos) + gapNanos;
                due = Math.max(lastDueNanos, freeAtNanos + delayNanos);
                queuedBytes += data.length();
            }
            case End(var how) -> swallowing = true;
        }
        lastDueNanos = due;
        queue.add(new Due(action, due));
    }

    private void pump() {
        while (!queue.isEmpty() && !sink.writeQueueFull()) {
            Due head = queue.element();
            if (head.nanos() - System.nanoTime() > 0) {
                wakeAt(head.nanos());
                break;
            }
            queue.remove();
            switch (head.action()) {
                case Send(var data, var gapNanos, var delayNanos) -> {
                    queuedBytes -= data.length();
                    sink.write(data);
                }
                case End(var how) -> {
                    ending.accept(how);
                    if (how == How.RESET || how == How.CLOSE || how == How.LOSE) {
                        return;
                    }
                }
            }
        }
        regulate();
    }

    private void wakeAt(long nanos) {
        if (pending != null) {
            pending.cancel();
        }
        pending = timer.at(nanos, this::pump);
    }

    /** Stops reading when the sink or the queue is full, and reads on when half of the queue is free. */
    private void regulate() {
        if (!paused && (queuedBytes >= QUEUE_BYTES_MAX || sink.writeQueueFull())) {
            paused = true;
            stats.paused();
            source.pause();
        } else if (paused && queuedBytes <= QUEUE_BYTES_MAX / 2 && !sink.writeQueueFull()) {
            paused = false;
            source.resume();
            if (sourceEnded) {
                timer.at(System.nanoTime(), this::endIfRead); // behind what the source gives up now
            }
        }
    }

    /** Forgets what is queued: the connection is gone. */
    void abandon() {
        swallowing = true;
        queue.clear();
        queuedBytes = 0;
        if (pending != null) {
            pending.cancel();
        }
    }
}
