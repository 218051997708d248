package dev.rapport.llm.line;

import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.limit.LocalLimiter;
import dev.rapport.llm.limit.PoolSettings;
import dev.rapport.llm.limit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line in virtual time, and all that is heard of it. */
final class LineRig {
    /** One request a second. */
    static final KeyLimit SLOW = new KeyLimit("a", 60, 0);

    static final Duration PATIENCE = Duration.ofSeconds(100);

    final VirtualTime time = new VirtualTime();
    final Line line;
    final Map<String, Permit> granted = new LinkedHashMap<>(); // in the order of the grants
    final Map<String, Entry> refused = new LinkedHashMap<>();
    final List<String> moves = new ArrayList<>();
    int room = 1_000; // for what is under way
    boolean downCounts = true; // what others say of the provider

    private final @Nullable LocalLimiter limiter;

    private LineRig(@Nullable LocalLimiterOf limiterOf, int waitingMax) {
        this.limiter = limiterOf == null ? null : limiterOf.at(time);
        this.line = new Line(
                limiter, new Line.Surroundings(waitingMax, this::roomLeft, _ -> downCounts, time, time::nanos));
    }

    private int roomLeft() {
        return room - line.inFlight();
    }

    private interface LocalLimiterOf {
        LocalLimiter at(VirtualTime time);
    }

    /** Before a pool whose bucket is full. */
    static LineRig full(KeyLimit key) {
        return of(key, true, 1_000);
    }

    /** Before a pool whose bucket is empty. */
    static LineRig empty(KeyLimit key) {
        return of(key, false, 1_000);
    }

    static LineRig of(KeyLimit key, boolean full, int waitingMax) {
        return new LineRig(time -> new LocalLimiter(time, new PoolSettings("p", List.of(key), 0), full), waitingMax);
    }

    /** Before a provider without limits. */
    static LineRig unlimited(int room) {
        LineRig rig = new LineRig(null, 1_000);
        rig.room = room;
        return rig;
    }

    LocalLimiter limiter() {
        if (limiter == null) {
            throw new IllegalStateException("this line has no limiter");
        }
        return limiter;
    }

    /** An order that many seconds after the beginning. */
    static Order at(long seconds) {
        return new Order(VirtualTime.START_MICROS + seconds * 1_000_000, 0, true);
    }

    Line.Place join(String id, Order order) {
        return join(ticket(id, order, PATIENCE, PATIENCE, false));
    }

    Line.Place join(Ticket ticket) {
        Line.Place place = line.join(ticket);
        place.entry().onSuccess(entry -> {
            if (entry instanceof Entry.Granted(Permit permit)) {
                granted.put(ticket.id(), permit);
            } else {
                refused.put(ticket.id(), entry);
            }
        });
        return place;
    }

    /** Of one who goes on with an answer. */
    Ticket begun(String id, Order order) {
        return ticket(id, order, PATIENCE, PATIENCE, false, true);
    }

    Ticket ticket(String id, Order order, Duration patience, Duration admitMax, boolean elsewhere) {
        return ticket(id, order, patience, admitMax, elsewhere, false);
    }

    private Ticket ticket(
            String id, Order order, Duration patience, Duration admitMax, boolean elsewhere, boolean begun) {
        return new Ticket(
                id,
                100,
                order,
                patience,
                admitMax,
                elsewhere,
                begun,
                (position, _) -> moves.add(id + " " + position + " at " + time.nanos() / 1_000_000));
    }

    void pass(long millis) {
        time.pass(Duration.ofMillis(millis));
    }

    /** Ends the request well. */
    void end(String id, int tokens) {
        Permit permit = granted.get(id);
        if (permit == null) {
            throw new IllegalStateException("not granted: " + id + " (granted: " + granted.keySet() + ")");
        }
        permit.arrived(true);
        permit.end(true, tokens);
    }
}
