package dev.rapport.chat.generate;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The places for answers being made at one time; who finds none waits in line, first come first served.
 *
 * <p>Both the places and the line are bounded: more answers than places would only make all of them slow, and a line
 * longer than a client's patience serves nobody. Confined to one event loop.
 */
final class Places {
    private static final long FIRST_GUESS_NANOS = 1_000_000_000; // guess, not measured; replaced by the first answer
    private static final double SMOOTHING = 0.1;

    private final int placesMax;
    private final int lineMax;
    private final LongSupplier nanoClock;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private int taken;
    private double answerNanos = FIRST_GUESS_NANOS;

    /** Hears its place in the line, each time it changes. */
    @FunctionalInterface
    interface PositionListener {
        void moved(int position, Duration eta);
    }

    /** The right to make one answer. To be given back exactly once. */
    final class Place {
        private final long sinceNanos = nanoClock.getAsLong();
        private boolean held = true;

        void giveBack() {
            if (held) {
                held = false;
                answerNanos += SMOOTHING * (nanoClock.getAsLong() - sinceNanos - answerNanos);
                taken--;
                next();
            }
        }
    }

    private record Waiting(Promise<Place> promise, PositionListener listener) {}

    Places(int placesMax, int lineMax, LongSupplier nanoClock) {
        this.placesMax = placesMax;
        this.lineMax = lineMax;
        this.nanoClock = nanoClock;
    }

    /**
     * A place, as soon as there is one.
     *
     * @return failed with {@link TurnFailure.Overloaded} if the line is full
     */
    Future<Place> take(PositionListener listener) {
        if (taken < placesMax) {
            taken++;
            return Future.succeededFuture(new Place());
        }
        if (line.size() >= lineMax) {
            return TurnFailed.future(new TurnFailure.Overloaded("the queue for answers is full", eta(lineMax)));
        }
        Promise<Place> promise = Promise.promise();
        line.add(new Waiting(promise, listener));
        listener.moved(line.size(), eta(line.size()));
        return promise.future();
    }

    int taken() {
        return taken;
    }

    int waiting() {
        return line.size();
    }

    private void next() {
        Waiting first = line.poll();
        if (first != null) {
            taken++;
            int position = 1;
            for (Waiting other : line) {
                other.listener().moved(position, eta(position));
                position++;
            }
            first.promise().complete(new Place());
        }
    }

    private Duration eta(int position) {
        return Duration.ofNanos((long) (answerNanos * position / placesMax));
    }
}
