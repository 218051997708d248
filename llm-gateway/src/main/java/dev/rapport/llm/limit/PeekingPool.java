package dev.rapport.llm.limit;

import dev.rapport.llm.limit.PoolReply.Times;
import dev.rapport.llm.limit.PoolReply.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A provider's pool without limits: every request may go at once, without a word to the store. What is shared is only that the
 * provider pauses after a 429 or is down; for that the store is looked at every {@link #PEEK_EVERY} while requests come.
 * As long as it pauses, all calls go through the store, which lets one request of all instances try first.
 */
public final class PeekingPool implements PoolLimiter {
    /** So late a loop learns of another's 429: a second of a provider's traffic is little against a script a request. */
    static final Duration PEEK_EVERY = Duration.ofMillis(500);

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final PoolCall NOTHING = new PoolCall(List.of(), List.of(), 0, 0, 0, 1);

    private final PoolLimiter shared;
    private final String keyName;
    private final StoreClock clock;
    private final LongSupplier nanoClock;

    /* Granted by the store, and not over; as many as there are calls under way, at the most. */
    private final Set<String> held = new HashSet<>();

    private long peekNanos;
    private long downUntilNanos;
    private boolean peeked;
    private boolean pauses;

    /** @param keyName the provider's only key */
    public PeekingPool(PoolLimiter shared, String keyName, StoreClock clock, LongSupplier nanoClock) {
        this.shared = shared;
        this.keyName = keyName;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    @Override
    public Future<PoolReply> call(PoolCall call) {
        if (pauses) {
            return shared.call(call).onSuccess(reply -> {
                held.addAll(reply.granted().keySet());
                heard(reply);
                pauses = !isOver(reply, call);
            });
        }
        peek();
        return Future.succeededFuture(grantAll(call));
    }

    @Override
    public void note(PoolNote note) {
        switch (note) {
            case PoolNote.Arrived arrived -> pass(arrived.id(), note);
            case PoolNote.Lease lease -> pass(lease.id(), note);
            case PoolNote.Ended ended -> {
                pass(ended.id(), note);
                held.remove(ended.id());
            }
            case PoolNote.CoolDown _, PoolNote.Down _ -> {
                pauses = true;
                shared.note(note);
            }
            case PoolNote.Spent _ -> {} // nothing is counted
        }
    }

    private void pass(String id, PoolNote note) {
        if (held.contains(id)) {
            shared.note(note);
        }
    }

    /* Nobody is made to wait any more: neither by a pause nor by a request that tries alone. */
    private static boolean isOver(PoolReply reply, PoolCall call) {
        return reply.times().cooling().isZero()
                && reply.times().down().isZero()
                && reply.granted().size() == call.asks().size();
    }

    private void heard(PoolReply reply) {
        downUntilNanos = nanoClock.getAsLong() + reply.times().down().toNanos();
    }

    private void peek() {
        long now = nanoClock.getAsLong();
        if (!peeked || now - peekNanos >= PEEK_EVERY.toNanos()) {
            peeked = true;
            peekNanos = now;
            shared.call(NOTHING).onSuccess(reply -> {
                heard(reply);
                pauses = pauses || !isOver(reply, NOTHING);
            });
        }
    }

    private PoolReply grantAll(PoolCall call) {
        Map<String, String> granted = new HashMap<>();
        call.asks().forEach(ask -> granted.put(ask.id(), keyName));
        List<Verdict> verdicts = new ArrayList<>();
        for (PoolCall.Newcomer newcomer : call.newcomers()) {
            verdicts.add(
                    granted.containsKey(newcomer.id())
                            ? new Verdict.Granted()
                            : new Verdict.Waits(newcomer.before() + 1 - granted.size(), Duration.ZERO));
        }
        boolean more = call.next() > 0 && call.asks().size() == PoolCall.ASKS_MAX;
        Duration down = Duration.ofNanos(Math.max(0, downUntilNanos - nanoClock.getAsLong()));
        return new PoolReply(
                clock.micros(),
                granted,
                verdicts,
                new Times(more ? AT_ONCE : PEEK_EVERY, Duration.ZERO, down, Duration.ZERO));
    }
}
