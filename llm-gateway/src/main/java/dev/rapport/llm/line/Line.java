package dev.rapport.llm.line;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.limit.PoolCall;
import dev.rapport.llm.limit.PoolLimiter;
import dev.rapport.llm.limit.PoolNote;
import dev.rapport.llm.limit.PoolReply;
import dev.rapport.llm.limit.PoolReply.Verdict;
import dev.rapport.llm.loop.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one loop that wait for one provider, and those that are under way there. Confined to its loop.
 *
 * <p>The limiter is asked when a request comes, when there is room again, and when it said to come back; never more than
 * one call at a time, so what comes meanwhile goes with the next one. At most {@code waitingMax} requests wait, each at
 * most for its patience.
 */
public final class Line {
    /** How often what waits is looked over: for deadlines, and for places that have changed. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final Duration ROOM_POLL = Duration.ofMillis(50);
    private static final Duration LEASE_RENEWAL = Duration.ofSeconds(20);
    private static final Duration FULL_RETRY_AFTER = Duration.ofSeconds(1);

    private final @Nullable PoolLimiter limiter;
    private final Surroundings around;
    private final TreeSet<Waiting> waiting = new TreeSet<>();
    private final Map<String, Sent> sent = new HashMap<>();
    private final Experience experience = new Experience();

    private boolean calling;
    private boolean again; // something came while a call was under way
    private boolean asksLimited; // the last call asked for less than waits, for want of room here
    private Timers.@Nullable Timer poll;
    private Timers.@Nullable Timer tick;
    private Timers.@Nullable Timer renewal;
    private long sequence;

    /**
     * What a line stands in.
     *
     * @param waitingMax requests of this loop that may wait
     * @param room how many more requests this loop may have under way now, whatever the limits say; 0 or less: none
     * @param down hears that another instance gave the provider up and how much of that is left; whether it counts
     */
    public record Surroundings(
            int waitingMax, IntSupplier room, Predicate<Duration> down, Timers timers, LongSupplier nanoClock) {
        public Surroundings {
            requireNonNull(down, "down");
            requireNonNull(room, "room");
            requireNonNull(timers, "timers");
            requireNonNull(nanoClock, "nanoClock");
        }
    }

    /** A place in the line. */
    public interface Place {
        /** What comes of it; never failed. */
        Future<Entry> entry();

        /** Gives the place up. Harmless after its end. */
        void leave();
    }

    /** @param limiter null for a provider without limits: then only this loop's room counts */
    public Line(@Nullable PoolLimiter limiter, Surroundings around) {
        this.limiter = limiter;
        this.around = around;
    }

    /** Stands in line. */
    public Place join(Ticket ticket) {
        if (waiting.isEmpty()) {
            experience.forget();
        }
        Waiting newcomer = new Waiting(ticket, sequence++, around.nanoClock().getAsLong());
        if (waiting.size() >= around.waitingMax()) {
            newcomer.entry().complete(new Entry.Limited(FULL_RETRY_AFTER));
        } else {
            waiting.add(newcomer);
            trigger();
            startTick();
        }
        return new Place() {
            @Override
            public Future<Entry> entry() {
                return newcomer.entry().future();
            }

            @Override
            public void leave() {
                takeOut(newcomer, new Entry.Left());
            }
        };
    }

    /**
     * Sends those away, with {@link Entry.NoRoom}, who have another provider to go to. Called when this one cannot be asked: it is
     * down, or all of its keys pause. Those without another stay, for as long as their patience lasts.
     */
    public void evict() {
        List<Waiting> out =
                waiting.stream().filter(each -> each.ticket().elsewhere()).toList();
        out.forEach(each -> takeOut(each, new Entry.NoRoom()));
    }

    /** There may be room again. */
    public void roomAgain() {
        if (asksLimited && !waiting.isEmpty()) {
            trigger();
        }
    }

    /** Tells the limiter what was learned of the provider. */
    public void note(PoolNote note) {
        if (limiter != null) {
            limiter.note(note);
        }
    }

    /**
     * How long one more request would wait, as far as is known here, if its user had no other waiting. Never less than requests
     * are apart: many may come before the limiter has said of the first that it waits. Zero while nobody waits and the limits
     * leave plenty.
     *
     * @param headStartMicros of its order: who stands before others does not wait as long
     */
    public Duration estimate(long headStartMicros) {
        return experience.wait(headStartMicros, !waiting.isEmpty());
    }

    /** Requests that wait here. */
    public int waiting() {
        return waiting.size();
    }

    /** Requests under way from here. */
    public int inFlight() {
        return sent.size();
    }

    private void trigger() {
        if (calling) {
            again = true;
            return;
        }
        if (poll != null) {
            poll.cancel();
            poll = null;
        }
        if (limiter == null) {
            grantLocally();
        } else {
            call(limiter);
        }
    }

    /* The room may have been taken by other loops of the process, and what they give back is not told here. */
    private Duration pollAfter(Duration said) {
        return asksLimited && said.compareTo(ROOM_POLL) > 0 ? ROOM_POLL : said;
    }

    private void grantLocally() {
        while (!waiting.isEmpty()
                && (around.room().getAsInt() > 0 || waiting.first().ticket().begun())) {
            grant(waiting.first(), "");
        }
        asksLimited = !waiting.isEmpty();
        long now = around.nanoClock().getAsLong();
        int position = 0;
        for (Waiting each : List.copyOf(waiting)) {
            position++;
            if (!each.seen()) {
                waits(each, position, Duration.ZERO, now);
            }
        }
        if (!waiting.isEmpty()) {
            poll = around.timers().after(ROOM_POLL, this::trigger);
        }
    }

    private void call(PoolLimiter pool) {
        calling = true;
        again = false;
        List<Waiting> newcomers = new ArrayList<>();
        PoolCall call = picture(newcomers);
        pool.call(call).onComplete((reply, failure) -> {
            if (reply == null) { // a bug of the limiter: what waits here must not hang for it
                calling = false;
                poll = around.timers().after(TICK, this::trigger);
                return;
            }
            take(newcomers, reply);
            calling = false; // only now: who joins or leaves while grants are handed out comes with the next call
            int told =
                    call.waiting() + call.newcomers().size() - reply.granted().size();
            boolean rowIsLeft = waiting.isEmpty() && told > 0;
            if (again || rowIsLeft || waiting.stream().anyMatch(each -> !each.seen())) {
                trigger();
            } else if (!waiting.isEmpty()) {
                poll = around.timers().after(pollAfter(reply.times().pollAfter()), this::trigger);
            }
        });
    }

    /* What waits here, as the limiter wants it told. */
    private PoolCall picture(List<Waiting> newcomers) {
        long now = around.nanoClock().getAsLong();
        int room = Math.clamp(around.room().getAsInt(), 0, PoolCall.ASKS_MAX);
        List<PoolCall.Ask> asks = new ArrayList<>();
        List<PoolCall.Newcomer> told = new ArrayList<>();
        long next = 0;
        int rank = 0;
        int seen = 0;
        for (Waiting each : waiting) {
            if (asks.size() < PoolCall.ASKS_MAX && (rank < room || each.ticket().begun())) {
                asks.add(new PoolCall.Ask(
                        each.ticket().id(), each.order(), each.ticket().tokens()));
            } else if (next == 0) {
                next = each.order();
            }
            if (each.seen()) {
                seen++;
            } else if (told.size() < PoolCall.NEWCOMERS_MAX) {
                long left = Math.max(0, each.left(now).toNanos() / 1_000);
                told.add(new PoolCall.Newcomer(each.ticket().id(), each.order(), left, rank));
                newcomers.add(each);
            }
            rank++;
        }
        asksLimited = asks.size() < Math.min(waiting.size(), PoolCall.ASKS_MAX);
        long tail = waiting.isEmpty() ? 0 : waiting.last().order();
        return new PoolCall(asks, told, seen, next, tail, experience.meanTokens());
    }

    private void take(List<Waiting> newcomers, PoolReply reply) {
        long now = around.nanoClock().getAsLong();
        experience.apart(reply.times().interval());
        Set<String> granted = new HashSet<>(reply.granted().keySet());
        for (Waiting each : List.copyOf(waiting)) {
            if (granted.isEmpty()) {
                break;
            }
            if (waiting.contains(each) && granted.remove(each.ticket().id())) {
                grant(each, requireNonNull(reply.granted().get(each.ticket().id())));
            }
        }
        granted.removeAll(sent.keySet());
        granted.forEach(id -> note(new PoolNote.Ended(id, false, 0))); // they left meanwhile
        for (int i = 0; i < newcomers.size(); i++) {
            Waiting newcomer = newcomers.get(i);
            if (waiting.contains(newcomer)) {
                switch (reply.verdicts().get(i)) {
                    case Verdict.Granted _ -> {} // the next call says it again
                    case Verdict.Waits(int position, Duration eta) -> waits(newcomer, position, eta, now);
                    case Verdict.Shed(Duration retryAfter) -> takeOut(newcomer, new Entry.Limited(retryAfter));
                }
            }
        }
        boolean down = reply.times().down().isPositive()
                && around.down().test(reply.times().down());
        if (down || reply.times().cooling().isPositive()) {
            evict();
        }
    }

    /* The limits would let it go by then; for want of room here it may take longer. */
    private void waits(Waiting newcomer, int position, Duration byLimits, long now) {
        Duration byRoom =
                asksLimited ? experience.untilServed(Math.min(position, waiting.size()), sent.size()) : Duration.ZERO;
        Duration eta = byLimits.compareTo(byRoom) >= 0 ? byLimits : byRoom;
        experience.told(newcomer.ticket().order(), eta);
        if (eta.compareTo(newcomer.left(now)) > 0) {
            takeOut(newcomer, new Entry.Limited(eta));
        } else {
            newcomer.told(position, eta, now);
        }
    }

    private void grant(Waiting each, String keyName) {
        waiting.remove(each);
        Sent permit = new Sent(each.ticket(), keyName);
        sent.put(each.ticket().id(), permit);
        startRenewal();
        if (!each.entry().tryComplete(new Entry.Granted(permit))) {
            permit.end(false, 0);
        }
    }

    private void takeOut(Waiting each, Entry why) {
        if (waiting.remove(each)) {
            each.entry().tryComplete(why);
        }
    }

    private void startTick() {
        if (tick == null && !waiting.isEmpty()) {
            tick = around.timers().after(TICK, this::tick);
        }
    }

    private void tick() {
        tick = null;
        long now = around.nanoClock().getAsLong();
        boolean moved = false;
        for (Waiting each : List.copyOf(waiting)) {
            if (each.isLate(now)) {
                takeOut(each, new Entry.Late());
            } else if (each.becomesUrgent(now)) {
                waiting.remove(each);
                each.makeUrgent();
                waiting.add(each);
                moved = true;
            } else {
                each.say(now);
            }
        }
        if (moved) {
            trigger();
        }
        startTick();
    }

    private void startRenewal() {
        if (renewal == null && limiter != null && !sent.isEmpty()) {
            renewal = around.timers().after(LEASE_RENEWAL, () -> {
                renewal = null;
                sent.keySet().forEach(id -> note(new PoolNote.Lease(id)));
                startRenewal();
            });
        }
    }

    /** A request under way. */
    private final class Sent implements Permit {
        private final Ticket ticket;
        private final String keyName;
        private final long sinceNanos = around.nanoClock().getAsLong();
        private boolean arrived;
        private boolean ended;

        Sent(Ticket ticket, String keyName) {
            this.ticket = ticket;
            this.keyName = keyName;
        }

        @Override
        public String keyName() {
            return keyName;
        }

        @Override
        public void arrived(boolean taken) {
            if (!ended && !arrived) {
                arrived = true;
                note(new PoolNote.Arrived(ticket.id(), taken));
            }
        }

        @Override
        public void coolDown(Duration atLeast) {
            note(new PoolNote.CoolDown(keyName, atLeast));
        }

        @Override
        public void end(boolean wasSent, int tokens) {
            if (ended) {
                return;
            }
            ended = true;
            sent.remove(ticket.id());
            if (wasSent) {
                experience.answered(around.nanoClock().getAsLong() - sinceNanos, tokens);
            }
            note(new PoolNote.Ended(ticket.id(), wasSent, tokens));
            roomAgain();
        }
    }
}
