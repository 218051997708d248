package dev.rapport.llm.limit;

import dev.rapport.llm.limit.PoolReply.Times;
import dev.rapport.llm.limit.PoolReply.Verdict;
import dev.rapport.llm.loop.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds one reservation in advance while the limits leave plenty and nobody waits: a request takes it without a word to the
 * store, and the next one is fetched while the model is asked. It is a reservation like any other, so the limits stay exact;
 * when there is no plenty, or nobody wants it for a moment, it is given back.
 */
public final class PrefetchingPool implements PoolLimiter {
    /** Others may need it, and its key may pause by now. Long against the store's reply, short against a bucket's minute. */
    static final Duration KEPT_MAX = Duration.ofMillis(250);

    /** Looked for the next time that somebody comes; nothing is due before. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final PoolLimiter shared;
    private final Timers timers;
    private final StoreClock clock;
    private final Supplier<String> newId;

    /* What requests that took one are called in the store; as many as there are calls under way, at the most. */
    private final Map<String, String> names = new HashMap<>();

    private @Nullable Ahead ahead;
    private @Nullable Future<?> fetching;

    private record Ahead(String id, String keyName, int tokens, Timers.Timer expiry) {}

    /** @param newId a name for a reservation, never made again by any instance */
    public PrefetchingPool(PoolLimiter shared, Timers timers, StoreClock clock, Supplier<String> newId) {
        this.shared = shared;
        this.timers = timers;
        this.clock = clock;
        this.newId = newId;
    }

    @Override
    public Future<PoolReply> call(PoolCall call) {
        if (fetching != null) { // the store hears one call at a time
            return fetching.transform(_ -> call(call));
        }
        Ahead kept = ahead;
        if (kept != null && isOneRequest(call) && call.asks().getFirst().tokens() <= kept.tokens()) {
            ahead = null;
            kept.expiry().cancel();
            names.put(call.asks().getFirst().id(), kept.id());
            fetch(call);
            return Future.succeededFuture(granted(call, kept.keyName()));
        }
        giveBack();
        return shared.call(call).onSuccess(reply -> {
            if (isOneRequest(call) && reply.granted().size() == 1 && hasPlenty(reply)) {
                fetch(call);
            }
        });
    }

    @Override
    public void note(PoolNote note) {
        switch (note) {
            case PoolNote.Arrived(String id, boolean taken) -> shared.note(new PoolNote.Arrived(name(id), taken));
            case PoolNote.Lease(String id) -> shared.note(new PoolNote.Lease(name(id)));
            case PoolNote.Ended(String id, boolean sent, int tokens) -> {
                shared.note(new PoolNote.Ended(name(id), sent, tokens));
                names.remove(id);
            }
            case PoolNote.CoolDown _, PoolNote.Down _ -> {
                giveBack();
                shared.note(note);
            }
            case PoolNote.Spent _ -> shared.note(note);
        }
    }

    private String name(String id) {
        return names.getOrDefault(id, id);
    }

    private static boolean isOneRequest(PoolCall call) {
        return call.asks().size() == 1
                && call.next() == 0
                && call.waiting() + call.newcomers().size() == 1;
    }

    private static boolean hasPlenty(PoolReply reply) {
        return reply.times().interval().isZero()
                && reply.times().cooling().isZero()
                && reply.times().down().isZero();
    }

    private PoolReply granted(PoolCall call, String keyName) {
        List<Verdict> verdicts = Collections.nCopies(call.newcomers().size(), new Verdict.Granted());
        return new PoolReply(
                clock.micros(),
                Map.of(call.asks().getFirst().id(), keyName),
                verdicts,
                new Times(POLL, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    /* A quarter larger than the last one, so that most fit: what is not used of it is settled with the true number. */
    private void fetch(PoolCall like) {
        PoolCall.Ask last = like.asks().getFirst();
        int tokens = Math.toIntExact(Math.min(Integer.MAX_VALUE, last.tokens() * 5L / 4));
        PoolCall.Ask ask = new PoolCall.Ask(newId.get(), last.order(), tokens);
        PoolCall call =
                new PoolCall(List.of(ask), List.of(), 0, 0, 0, like.mean()); // it waits for nothing: no row for it
        Future<PoolReply> reply = shared.call(call);
        fetching = reply;
        reply.onComplete((said, _) -> {
            fetching = null;
            String keyName = said == null ? null : said.granted().get(ask.id());
            if (keyName == null) {
                return;
            }
            ahead = new Ahead(ask.id(), keyName, tokens, timers.after(KEPT_MAX, this::giveBack));
            if (!hasPlenty(said)) {
                giveBack();
            }
        });
    }

    private void giveBack() {
        Ahead unused = ahead;
        if (unused != null) {
            ahead = null;
            unused.expiry().cancel();
            shared.note(new PoolNote.Ended(unused.id(), false, 0));
        }
    }
}
