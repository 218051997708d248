package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import java.util.LinkedHashSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The places where requests are served, shared by all event loops: who finds none free waits, first come, first served.
 * At most {@link ChatRoute#IN_FLIGHT_MAX} wait, because no more are in flight. The lock is held for a few additions.
 */
final class Places {
    private final int count;
    private final LinkedHashSet<Place> waiting = new LinkedHashSet<>();
    private int serving;
    private int servingPeak;
    private int waitingPeak;

    /** So many places; 0 for as many as there are requests. */
    Places(int count) {
        this.count = count;
    }

    /** One request's claim to a place. */
    static final class Place {
        private enum State {
            NEW,
            WAITING,
            SERVED,
            LEFT
        }

        private final Context loop;
        private LongConsumer start = nanoTime -> {};
        private State state = State.NEW;

        /** A claim not yet made, of a request on this event loop. */
        Place(Context loop) {
            this.loop = loop;
        }
    }

    /** Takes a place if one is free, and never waits. */
    synchronized boolean take(Place place) {
        if (count > 0 && serving >= count) {
            return false;
        }
        place.state = Place.State.SERVED;
        serving++;
        servingPeak = Math.max(servingPeak, serving);
        return true;
    }

    /**
     * Starts the request, at once if it has taken a place or can, and otherwise when its turn has come. Call on its loop.
     *
     * @param start begins the serving; takes the {@link System#nanoTime()} at which it could begin
     */
    void enter(Place place, LongConsumer start, long nowNanos) {
        if (placed(place, start)) {
            start.accept(nowNanos);
        }
    }

    private synchronized boolean placed(Place place, LongConsumer start) {
        if (place.state == Place.State.SERVED || take(place)) {
            return true;
        }
        place.start = start;
        place.state = Place.State.WAITING;
        waiting.add(place);
        waitingPeak = Math.max(waitingPeak, waiting.size());
        return false;
    }

    /** Gives the place, or the claim to one, up; the one who waited longest takes it. Once is enough. */
    void leave(Place place, long nowNanos) {
        Place next = handOver(place);
        if (next != null) {
            next.loop.runOnContext(turn -> next.start.accept(nowNanos));
        }
    }

    private synchronized @Nullable Place handOver(Place place) {
        Place.State before = place.state;
        place.state = Place.State.LEFT;
        waiting.remove(place);
        if (before != Place.State.SERVED) {
            return null;
        }
        if (waiting.isEmpty()) {
            serving--;
            return null;
        }
        Place next = waiting.removeFirst();
        next.state = Place.State.SERVED;
        return next;
    }

    /** Begins new peaks. */
    synchronized void reset() {
        servingPeak = serving;
        waitingPeak = waiting.size();
    }

    synchronized void addTo(ObjectNode json) {
        json.put("serving", serving)
                .put("serving_peak", servingPeak)
                .put("waiting", waiting.size())
                .put("waiting_peak", waitingPeak);
    }
}
