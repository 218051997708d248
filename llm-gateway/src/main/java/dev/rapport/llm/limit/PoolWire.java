package dev.rapport.llm.limit;

import dev.rapport.llm.limit.PoolReply.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a pool's calls and notes are put for {@code reserve.lua} and {@code settle.lua}, and their replies read. */
final class PoolWire {
    private final PoolSettings settings;
    private final PoolRules rules;
    private final String loop;

    PoolWire(PoolSettings settings, PoolRules rules, String loop) {
        this.settings = settings;
        this.rules = rules;
        this.loop = loop;
    }

    /** All of one pool's keys; the part in braces keeps them in one slot. */
    List<String> keys() {
        String pool = "limit:{p:" + settings.provider() + "}";
        return List.of(pool, pool + ":open", pool + ":held", pool + ":line");
    }

    List<String> reserve(boolean fresh, PoolCall call) {
        List<String> words = common(fresh);
        words.add(loop);
        add(words, micros(rules.lease()), micros(rules.grace()), settings.inFlightMax(), micros(rules.slack()));
        add(words, micros(rules.pollMin()), micros(rules.pollMax()), call.mean());
        add(words, call.asks().size());
        for (PoolCall.Ask ask : call.asks()) {
            words.add(ask.id());
            add(words, ask.order(), ask.tokens());
        }
        add(words, call.next(), call.waiting(), call.tail());
        add(words, call.newcomers().size());
        for (PoolCall.Newcomer newcomer : call.newcomers()) {
            words.add(newcomer.id());
            add(words, newcomer.order(), newcomer.left(), newcomer.before());
        }
        return words;
    }

    List<String> settle(boolean fresh, List<PoolNote> notes) {
        List<String> words = common(fresh);
        for (PoolNote note : notes) {
            words.addAll(
                    switch (note) {
                        case PoolNote.Arrived(String id, boolean taken) -> List.of("a", id, taken ? "1" : "0");
                        case PoolNote.Ended(String id, boolean sent, int tokens) ->
                            sent ? List.of("e", id, Integer.toString(tokens)) : List.of("n", id, "0");
                        case PoolNote.CoolDown(String key, Duration atLeast) ->
                            List.of("c", key, Long.toString(micros(atLeast)));
                        case PoolNote.Down(Duration howLong) -> List.of("d", Long.toString(micros(howLong)), "0");
                        case PoolNote.Lease(String id) -> List.of("l", id, Long.toString(micros(rules.lease())));
                        case PoolNote.Spent(String key, long requests, long tokens, long sequence) ->
                            List.of("s", key, requests + " " + tokens + " " + sequence + " " + loop);
                    });
        }
        return words;
    }

    /** Reads what {@code reserve.lua} says. @throws IllegalStateException if it is no such reply */
    static PoolReply reply(List<Object> words) {
        try {
            Iterator<Object> each = words.iterator();
            long now = number(each);
            long down = number(each);
            long cooling = number(each);
            long poll = number(each);
            long interval = number(each);
            Map<String, String> granted = new LinkedHashMap<>();
            for (long left = number(each); left > 0; left--) {
                granted.put(String.valueOf(each.next()), String.valueOf(each.next()));
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (long left = number(each); left > 0; left--) {
                verdicts.add(verdict((int) number(each), number(each), number(each)));
            }
            return new PoolReply(
                    now,
                    granted,
                    verdicts,
                    new PoolReply.Times(
                            LocalPool.ofMicros(poll),
                            LocalPool.ofMicros(cooling),
                            LocalPool.ofMicros(Math.max(0, down - now)),
                            LocalPool.ofMicros(interval)));
        } catch (RuntimeException wrong) {
            throw new IllegalStateException("reply of reserve.lua: " + words + " (expected: as its head says)", wrong);
        }
    }

    private static Verdict verdict(int kind, long micros, long position) {
        return switch (kind) {
            case 0 -> new Verdict.Granted();
            case 1 -> new Verdict.Waits((int) position, LocalPool.ofMicros(micros));
            case 2 -> new Verdict.Shed(LocalPool.ofMicros(micros));
            default -> throw new IllegalStateException("verdict: " + kind + " (expected: 0..2)");
        };
    }

    private List<String> common(boolean fresh) {
        List<String> words = new ArrayList<>();
        add(words, fresh ? 1 : 0, settings.keys().size());
        for (KeyLimit key : settings.keys()) {
            words.add(key.name());
            add(words, key.requestsPerMinute(), key.tokensPerMinute());
            add(words, LocalKey.burst(key.requestsPerMinute()), LocalKey.burst(key.tokensPerMinute()));
        }
        return words;
    }

    private static void add(List<String> words, long... numbers) {
        for (long number : numbers) {
            words.add(Long.toString(number));
        }
    }

    private static long number(Iterator<Object> words) {
        return Long.parseLong(String.valueOf(words.next()));
    }

    private static long micros(Duration duration) {
        return LocalPool.micros(duration);
    }
}
