package dev.rapport.llm.limit;

import dev.rapport.llm.loop.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider's limits in Redis. While Redis is away the loop keeps to its share of them, from empty buckets, and tells
 * on its return what it used and what it may use until all are back: so all loops together never spend more than the limits allow, at neither switch. (Two things are
 * not covered: a limit of fewer requests a minute than there are loops, as each may send one; and a Redis that only some loops
 * have lost, as the others go on with all of it.)
 */
public final class RedisPool implements PoolLimiter {
    /** Notes that wait for the store. The oldest are dropped; what they would have freed is charged when its lease ends. */
    static final int NOTES_MAX = 4_096;

    /** Bounds a script's run. */
    private static final int NOTES_AT_ONCE_MAX = 256;

    /** So long a note waits for others to go with; a call takes it along at once. */
    private static final Duration NOTE_DELAY = Duration.ofMillis(5);

    private static final Duration AGAIN_AFTER = Duration.ofMillis(50);
    private static final Duration PEEK_EVERY = Duration.ofMillis(500);

    /**
     * A loop finds out within its link's longest wait to connect again, a connect that takes as long as it may, and a peek:
     * 2.6 s. Until then this one keeps to its share.
     */
    private static final Duration OTHERS_RETURN_WITHIN = Duration.ofSeconds(3);

    private static final int TIMES_TO_LEARN_FROM = 8;

    private static final PoolCall NOTHING = new PoolCall(List.of(), List.of(), 0, 0, 0, 1);

    private final LimitLoop loop;
    private final PoolSettings settings;
    private final PoolRules rules;
    private final PoolWire wire;
    private final StoreClock clock;
    private final Patience patience;
    private final Deque<PoolNote> notes = new ArrayDeque<>();

    private @Nullable LocalPool away; // while the store is
    private Timers.@Nullable Timer flush;
    private boolean heard; // a reply of the store, ever
    private boolean returning; // the store is there again, and the other loops may not know
    private boolean sending;

    /** A provider's limits, seen from one loop. */
    public RedisPool(LimitLoop loop, StoreClock clock, PoolSettings settings) {
        this.loop = loop;
        this.settings = settings;
        this.rules = PoolRules.of(settings);
        this.wire = new PoolWire(settings, rules, loop.name());
        this.clock = clock;
        this.patience = new Patience(loop);
    }

    /** Learns the store's time before the first request needs it: the soonest read of some replies is the best. */
    public void learnTheTime() {
        learnTheTime(TIMES_TO_LEARN_FROM);
    }

    private void learnTheTime(int times) {
        if (times > 0 && away == null) {
            run(NOTHING).onSuccess(reply -> {
                well();
                told(reply);
                learnTheTime(times - 1);
            });
        }
    }

    @Override
    public Future<PoolReply> call(PoolCall call) {
        if (away != null) {
            return Future.succeededFuture(away.call(loop.name(), clock.micros(), call));
        }
        Promise<PoolReply> reply = Promise.promise();
        ask(call, reply);
        return reply.future();
    }

    @Override
    public void note(PoolNote note) {
        if (away != null && heldLocally(away, note)) {
            away.note(clock.micros(), note);
            return;
        }
        if (away != null && !(note instanceof PoolNote.Ended) && !(note instanceof PoolNote.Arrived)) {
            away.note(clock.micros(), note); // a pause counts here, too
        }
        queue(note);
    }

    private void queue(PoolNote note) {
        if (notes.size() >= NOTES_MAX) {
            notes.removeFirst();
            loop.listener().noteDropped(settings.provider());
        }
        notes.addLast(note);
        if (flush == null && away == null) {
            flush = loop.timers().after(NOTE_DELAY, this::flush);
        }
    }

    /** Whether this loop goes on without the store now. */
    public boolean isAway() {
        return away != null;
    }

    private void ask(PoolCall call, Promise<PoolReply> reply) {
        flush(); // on the same connection, so that the call sees what was freed
        run(call).onComplete((read, failure) -> {
            if (failure == null) {
                well();
                reply.complete(told(read));
            } else if (away != null || patience.ended()) {
                reply.complete(fallBack().call(loop.name(), clock.micros(), call));
            } else {
                loop.timers()
                        .after(AGAIN_AFTER, () -> ask(call, reply)); // with the same ids: nothing is reserved twice
            }
        });
    }

    /* A reply that cannot be read is a failure like others. */
    private Future<PoolReply> run(PoolCall call) {
        return loop.scripts()
                .run(Script.RESERVE, wire.keys(), wire.reserve(!heard, call))
                .map(PoolWire::reply);
    }

    private PoolReply told(PoolReply read) {
        clock.told(read.serverMicros());
        return read;
    }

    private void well() {
        heard = true;
        patience.well();
    }

    private LocalPool fallBack() {
        if (away == null) {
            away = new LocalPool(settings, rules, loop.share(), false, clock.micros());
            loop.listener().fellBack(settings.provider());
            loop.timers().after(PEEK_EVERY, this::peek);
        }
        return away;
    }

    private void peek() {
        run(NOTHING).onComplete((read, failure) -> {
            if (failure != null || away == null) {
                returning = false;
                loop.timers().after(PEEK_EVERY, this::peek);
                return;
            }
            well();
            told(read);
            if (returning) {
                comeBack(away);
            } else { // the others' uses are not told yet: until they are, the store has more than there is
                returning = true;
                tell(away, OTHERS_RETURN_WITHIN); // what will be used until then must be told before, or a loop that is
                // back earlier finds in the store what this one still uses
                loop.timers().after(OTHERS_RETURN_WITHIN, this::peek);
            }
        });
    }

    private void comeBack(LocalPool local) {
        local.chargeOpen();
        returning = false;
        away = null;
        tell(local, Duration.ZERO);
        flush();
    }

    private void tell(LocalPool local, Duration ahead) {
        local.takeSpent(clock.micros(), LocalPool.micros(ahead)).stream()
                .filter(spent -> spent.requests() > 0 || spent.tokens() > 0)
                .forEach(this::queue);
        flush();
    }

    private static boolean heldLocally(LocalPool away, PoolNote note) {
        return switch (note) {
            case PoolNote.Arrived arrived -> away.holds(arrived.id());
            case PoolNote.Ended ended -> away.holds(ended.id());
            case PoolNote.Lease lease -> away.holds(lease.id());
            case PoolNote.CoolDown _, PoolNote.Down _, PoolNote.Spent _ -> false;
        };
    }

    private void flush() {
        if (flush != null) {
            flush.cancel();
            flush = null;
        }
        if (sending || notes.isEmpty() || (away != null && !returning)) {
            return;
        }
        List<PoolNote> batch = new ArrayList<>();
        while (batch.size() < NOTES_AT_ONCE_MAX && !notes.isEmpty()) {
            batch.add(notes.removeFirst());
        }
        sending = true;
        loop.scripts()
                .run(Script.SETTLE, wire.keys(), wire.settle(!heard, batch))
                .onComplete((_, failure) -> {
                    sending = false;
                    if (failure == null) {
                        well();
                    } else {
                        batch.reversed().forEach(notes::addFirst);
                        if (patience.ended()) {
                            fallBack();
                        }
                    }
                    if (!notes.isEmpty() && flush == null && away == null) {
                        flush = loop.timers().after(failure == null ? NOTE_DELAY : AGAIN_AFTER, this::flush);
                    }
                });
    }
}
