package dev.rapport.llm.limit;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import dev.rapport.llm.limit.PoolReply.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of {@code reserve.lua} and {@code settle.lua} in Java, for a loop that has lost the store, and for tests,
 * which hold the two against each other.
 *
 * <p>All times are microseconds of the store's clock.
 */
final class LocalPool {
    /** After a 429 one request tries; the others wait so long for what it hears. */
    static final long PROBE_MICROS = 30_000_000;

    /** Longest pause that follows from 429s alone. */
    static final long PAUSE_MAX_MICROS = 60_000_000;

    /** A row that has been silent so long is of a dead loop. */
    private static final long ROW_DEAD_MICROS = 10_000_000;

    private static final long OPEN_RETRY_MICROS = 20_000;

    /** A bucket with less is not full of room: four for each of 16 loops. */
    private static final long PLENTY_REQUESTS = 64;

    private final int inFlightMax;
    private final PoolRules rules;
    private final Map<String, LocalKey> keys = new LinkedHashMap<>();
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Row> rows = new TreeMap<>();
    private long downUntil;
    private long horizon;

    private record Open(LocalKey.Hold hold, long until) {}

    private record Row(long head, long tail, long count, long live, boolean competes) {
        Row at(long now) {
            return new Row(head, tail, count, live, competes && live >= now);
        }
    }

    /** What the granting part found out. */
    private record Granted(
            Map<String, String> keys, @Nullable Long head, long headTokens) {}

    /**
     * A pool.
     *
     * @param share 1 for all of the limits, 16 for a sixteenth of them
     * @param full whether the buckets are full at first; a loop that lost the store must not think so
     */
    LocalPool(PoolSettings settings, PoolRules rules, int share, boolean full, long nowMicros) {
        this.inFlightMax = settings.inFlightMax() == 0 ? 0 : Math.max(1, settings.inFlightMax() / share);
        this.rules = rules;
        settings.keys().forEach(key -> keys.put(key.name(), new LocalKey(key, share, full, nowMicros)));
    }

    boolean holds(String id) {
        return open.containsKey(id);
    }

    /** Charges what is held as if all of it were used: who takes over knows nothing of it, and could not charge it later. */
    void chargeOpen() {
        open.values().forEach(held -> held.hold().key().ended(held.hold(), true, -1));
        open.clear();
    }

    /** What was used here since this was asked before, by key, and what can be used in the time ahead, once. */
    List<PoolNote.Spent> takeSpent(long now, long aheadMicros) {
        keys.values().forEach(key -> key.refill(now));
        return keys.values().stream()
                .map(key -> key.takeSpent(now, aheadMicros))
                .toList();
    }

    PoolReply call(String loop, long now, PoolCall call) {
        keys.values().forEach(key -> key.refill(now));
        expire(now);
        List<Row> others = others(loop, now);
        Granted granted = grant(now, call, others);
        Long head = granted.head() != null ? granted.head() : call.next() > 0 ? Long.valueOf(call.next()) : null;
        List<Verdict> verdicts = new ArrayList<>();
        int joined = 0;
        for (Newcomer newcomer : call.newcomers()) {
            Verdict verdict = judge(now, newcomer, call, granted.keys(), new Standing(others, call, joined));
            joined += verdict instanceof Verdict.Shed ? 0 : 1;
            verdicts.add(verdict);
        }
        long count = (long) call.waiting() + joined - granted.keys().size();
        long poll = micros(rules.pollMax());
        if (count > 0 && head != null) {
            poll = poll(now, head, granted.headTokens(), call.mean(), others);
            long live = now + poll + micros(rules.grace());
            rows.put(
                    loop,
                    new Row(
                            head,
                            Math.max(head, call.tail()),
                            count,
                            live,
                            !call.asks().isEmpty()));
        } else {
            rows.remove(loop);
        }
        return new PoolReply(
                now,
                granted.keys(),
                verdicts,
                new PoolReply.Times(
                        ofMicros(poll),
                        ofMicros(cooling(now)),
                        ofMicros(Math.max(0, downUntil - now)),
                        ofMicros(interval(now, call.mean(), count + new Standing(others, call, joined).elsewhere()))));
    }

    void note(long now, PoolNote note) {
        keys.values().forEach(key -> key.refill(now));
        switch (note) {
            case PoolNote.Arrived(String id, boolean taken) ->
                open.computeIfPresent(
                        id, (_, held) -> new Open(held.hold().key().arrived(held.hold(), taken), held.until()));
            case PoolNote.Ended(String id, boolean sent, int tokens) -> {
                Open held = open.remove(id);
                if (held != null) {
                    held.hold().key().ended(held.hold(), sent, sent ? tokens : 0);
                }
            }
            case PoolNote.Lease(String id) ->
                open.computeIfPresent(id, (_, held) -> new Open(held.hold(), now + micros(rules.lease())));
            case PoolNote.CoolDown(String name, Duration atLeast) -> {
                LocalKey key = keys.get(name);
                if (key != null) {
                    key.coolDown(now, micros(atLeast), PAUSE_MAX_MICROS);
                }
            }
            case PoolNote.Down(Duration howLong) -> downUntil = Math.max(downUntil, now + micros(howLong));
            case PoolNote.Spent(String name, long requests, long tokens, long _) -> {
                LocalKey key = keys.get(name);
                if (key != null) {
                    key.spent(requests, tokens);
                }
            }
        }
    }

    private void expire(long now) {
        open.values().removeIf(held -> {
            boolean over = held.until() <= now;
            if (over) {
                held.hold().key().ended(held.hold(), true, -1);
            }
            return over;
        });
    }

    /* Who is late competes no more, and counts until it must be dead. */
    private List<Row> others(String loop, long now) {
        rows.entrySet()
                .removeIf(row -> !row.getKey().equals(loop) && row.getValue().live() + ROW_DEAD_MICROS < now);
        return rows.entrySet().stream()
                .filter(row -> !row.getKey().equals(loop))
                .map(row -> row.getValue().at(now))
                .toList();
    }

    private Granted grant(long now, PoolCall call, List<Row> others) {
        long best = best(now, call, others);
        Map<String, String> granted = new LinkedHashMap<>();
        for (Ask ask : call.asks()) {
            LocalKey key = admit(now, ask, best);
            if (key == null) { // never past the first that must wait, or a large one would never go
                return new Granted(granted, ask.order(), ask.tokens());
            }
            granted.put(ask.id(), key.name());
        }
        return new Granted(granted, null, call.mean());
    }

    /* The oldest head of another loop, which goes first; unless there is room for all that wait. */
    private long best(long now, PoolCall call, List<Row> others) {
        long all = others.stream().mapToLong(Row::count).sum() + call.asks().size();
        boolean roomForAll = (inFlightMax == 0 || open.size() + all <= inFlightMax)
                && keys.values().stream().anyMatch(key -> key.hasRoom(now, all, call.mean()));
        return others.stream()
                .filter(other -> other.competes() && !roomForAll)
                .mapToLong(Row::head)
                .min()
                .orElse(Long.MAX_VALUE - micros(rules.slack()));
    }

    private @Nullable LocalKey admit(long now, Ask ask, long best) {
        Open before = open.get(ask.id());
        if (before != null) {
            return before.hold().key();
        }
        boolean first = ask.order() <= best + micros(rules.slack());
        boolean room = inFlightMax == 0 || open.size() < inFlightMax;
        LocalKey found = null;
        for (LocalKey key : keys.values()) {
            if (first && room && key.admits(now, ask.tokens()) && (found == null || key.spare() > found.spare())) {
                found = key;
            }
        }
        if (found != null) {
            open.put(ask.id(), new Open(found.hold(ask.tokens(), now, PROBE_MICROS), now + micros(rules.lease())));
        }
        return found;
    }

    /** The other loops' lines, what waits here, and how many newcomers were let in so far. */
    private record Standing(List<Row> others, PoolCall call, int joined) {
        long elsewhere() {
            return others.stream().mapToLong(Row::count).sum();
        }

        long last() {
            return others.stream().mapToLong(Row::tail).reduce(call.tail(), Math::max);
        }
    }

    private Verdict judge(long now, Newcomer newcomer, PoolCall call, Map<String, String> granted, Standing standing) {
        if (granted.containsKey(newcomer.id())) {
            return new Verdict.Granted();
        }
        double ahead = newcomer.before() - granted.size() + ahead(newcomer.order(), standing.others());
        long position = Math.max(1, (long) Math.floor(ahead) + 1);
        long all = Math.max(1, standing.elsewhere() + call.waiting() + standing.joined() - granted.size() + 1);
        long eta = wait(now, position, position * call.mean());
        long whole = wait(now, all, all * call.mean());
        // who comes before others that were let in must not push the last of them past its deadline, which is taken for
        // as
        // long as its own
        long lastLeft = newcomer.left() + Math.max(0, standing.last() - newcomer.order());
        if (eta <= newcomer.left() && whole <= lastLeft) {
            return new Verdict.Waits((int) position, ofMicros(eta));
        }
        long step = wait(now, all + 1, (all + 1) * call.mean()) - whole;
        horizon = Math.max(horizon, now + whole) + step;
        double retry = horizon - now - newcomer.left() / 2.0;
        return new Verdict.Shed(ofMicros(Math.max(1_000_000, (long) Math.ceil(retry))));
    }

    /* How many wait before this order in the other lines, which are taken for even. */
    private static double ahead(long order, List<Row> others) {
        double ahead = 0;
        for (Row other : others) {
            if (order >= other.tail()) {
                ahead += other.count();
            } else if (order > other.head()) {
                ahead += (double) other.count() * (order - other.head()) / (other.tail() - other.head());
            }
        }
        return ahead;
    }

    /* How long until so many requests with so many tokens have gone, by refill alone; microseconds. */
    private long wait(long now, long requests, long tokens) {
        double requestsRoom = 0;
        double requestsRate = 0;
        double tokensRoom = 0;
        double tokensRate = 0;
        boolean requestsFree = false;
        boolean tokensFree = false;
        for (LocalKey key : keys.values()) {
            requestsFree |= key.requestsRate() == 0;
            tokensFree |= key.tokensRate() == 0;
            requestsRate += key.requestsRate();
            tokensRate += key.tokensRate();
            if (!key.cools(now)) {
                requestsRoom += key.requestsRoom();
                tokensRoom += key.tokensRoom();
            }
        }
        double wait = cooling(now);
        if (!requestsFree) {
            wait = Math.max(wait, ((double) requests * LocalKey.UNIT - requestsRoom) / requestsRate);
        }
        if (!tokensFree) {
            wait = Math.max(wait, ((double) tokens * LocalKey.UNIT - tokensRoom) / tokensRate);
        }
        return Math.max(0, (long) Math.ceil(wait));
    }

    /* How far apart requests go where there is no plenty. */
    private long interval(long now, long mean, long waiting) {
        if (waiting <= 0 && keys.values().stream().anyMatch(key -> key.hasPlenty(now, PLENTY_REQUESTS, mean))) {
            return 0;
        }
        double requestsRate =
                keys.values().stream().mapToDouble(LocalKey::requestsRate).sum();
        double tokensRate =
                keys.values().stream().mapToDouble(LocalKey::tokensRate).sum();
        boolean requestsFree = keys.values().stream().anyMatch(key -> key.requestsRate() == 0);
        boolean tokensFree = keys.values().stream().anyMatch(key -> key.tokensRate() == 0);
        double interval = Math.max(
                requestsFree ? 0 : LocalKey.UNIT / requestsRate,
                tokensFree ? 0 : (double) mean * LocalKey.UNIT / tokensRate);
        return (long) Math.ceil(interval);
    }

    private long cooling(long now) {
        return keys.values().stream()
                .mapToLong(key -> key.coolingMicros(now))
                .min()
                .orElse(0);
    }

    /* With n loops before us, when n + 1 requests have room. */
    private long poll(long now, long head, long headTokens, long mean, List<Row> others) {
        long before = others.stream()
                .filter(other -> other.competes() && other.head() < head)
                .count();
        long poll = wait(now, before + 1, headTokens + before * mean);
        if (inFlightMax > 0 && open.size() >= inFlightMax) {
            poll = Math.max(poll, OPEN_RETRY_MICROS);
        }
        return Math.clamp(poll, micros(rules.pollMin()), micros(rules.pollMax()));
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Duration ofMicros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
