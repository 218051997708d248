package dev.rapport.llm.limit;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import dev.rapport.llm.limit.PoolReply.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A store that reads the words of {@code reserve.lua} and {@code settle.lua} and answers as they do, with the same
 * arithmetic in Java; and fails as told.
 */
final class FakeScripts implements Scripts {
    /** What goes wrong with one call. */
    enum Fault {
        NONE,
        /** It never reaches the store. */
        CALL_LOST,
        /** It does, and nobody hears. */
        REPLY_LOST,
        /** The reply is none that anybody knows. */
        NONSENSE
    }

    /** One call. */
    record Ran(String script, List<String> keys, List<String> words) {}

    private final VirtualTime time;
    private final LocalPool pool;
    private final List<Ran> ran = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private Fault always = Fault.NONE;
    private boolean up = true;

    FakeScripts(VirtualTime time, PoolSettings settings) {
        this.time = time;
        this.pool = new LocalPool(settings, PoolRules.of(settings), 1, true, time.micros());
    }

    @Override
    public Future<List<Object>> run(Script script, List<String> keys, List<String> arguments) {
        ran.add(new Ran(script.name(), keys, List.copyOf(arguments)));
        Fault fault = faults.isEmpty() ? always : faults.removeFirst();
        if (fault == Fault.CALL_LOST) {
            return Future.failedFuture("call lost");
        }
        Iterator<String> words = arguments.iterator();
        List<Object> reply = script.equals(Script.RESERVE) ? reserve(words) : settle(words);
        return switch (fault) {
            case NONE -> Future.succeededFuture(reply);
            case NONSENSE -> Future.succeededFuture(List.of("nonsense"));
            case CALL_LOST, REPLY_LOST -> Future.failedFuture("reply lost");
        };
    }

    @Override
    public boolean up() {
        return up;
    }

    /** The store as it is behind all faults. */
    LocalPool pool() {
        return pool;
    }

    /** The next calls go wrong so, one after the other. */
    void next(Fault... each) {
        faults.addAll(List.of(each));
    }

    /** The link is gone: each call fails at once. */
    void cut() {
        up = false;
        always = Fault.CALL_LOST;
    }

    /** The link is there, and each call fails. */
    void stall() {
        always = Fault.CALL_LOST;
    }

    /** All is well again. */
    void mend() {
        up = true;
        always = Fault.NONE;
    }

    List<Ran> ran(Script script) {
        return ran.stream().filter(each -> each.script().equals(script.name())).toList();
    }

    private void skipCommon(Iterator<String> words) {
        words.next();
        for (long keys = number(words); keys > 0; keys--) {
            for (int i = 0; i < 5; i++) {
                words.next();
            }
        }
    }

    private List<Object> reserve(Iterator<String> words) {
        skipCommon(words);
        String loop = words.next();
        for (int i = 0; i < 6; i++) { // lease to longest poll: as in the rules
            words.next();
        }
        int mean = (int) number(words);
        List<Ask> asks = new ArrayList<>();
        for (long left = number(words); left > 0; left--) {
            asks.add(new Ask(words.next(), number(words), (int) number(words)));
        }
        long next = number(words);
        int waiting = (int) number(words);
        long tail = number(words);
        List<Newcomer> newcomers = new ArrayList<>();
        for (long left = number(words); left > 0; left--) {
            newcomers.add(new Newcomer(words.next(), number(words), number(words), (int) number(words)));
        }
        return words(pool.call(loop, time.micros(), new PoolCall(asks, newcomers, waiting, next, tail, mean)));
    }

    private List<Object> words(PoolReply reply) {
        long down = LocalPool.micros(reply.times().down());
        List<Object> words = new ArrayList<>(List.of(
                reply.serverMicros(),
                down == 0 ? 0L : reply.serverMicros() + down,
                LocalPool.micros(reply.times().cooling()),
                LocalPool.micros(reply.times().pollAfter()),
                LocalPool.micros(reply.times().interval()),
                (long) reply.granted().size()));
        reply.granted().forEach((id, key) -> words.addAll(List.of(id, key)));
        words.add((long) reply.verdicts().size());
        for (Verdict verdict : reply.verdicts()) {
            switch (verdict) {
                case Verdict.Granted _ -> words.addAll(List.of(0L, 0L, 0L));
                case Verdict.Waits(int position, Duration eta) ->
                    words.addAll(List.of(1L, LocalPool.micros(eta), (long) position));
                case Verdict.Shed(Duration retryAfter) -> words.addAll(List.of(2L, LocalPool.micros(retryAfter), 0L));
            }
        }
        return words;
    }

    private List<Object> settle(Iterator<String> words) {
        skipCommon(words);
        while (words.hasNext()) {
            pool.note(time.micros(), note(words.next(), words.next(), words.next()));
        }
        return List.of(time.micros());
    }

    private static PoolNote note(String kind, String a, String b) {
        return switch (kind) {
            case "a" -> new PoolNote.Arrived(a, b.equals("1"));
            case "e" -> new PoolNote.Ended(a, true, Integer.parseInt(b));
            case "n" -> new PoolNote.Ended(a, false, 0);
            case "l" -> new PoolNote.Lease(a);
            case "c" -> new PoolNote.CoolDown(a, LocalPool.ofMicros(Long.parseLong(b)));
            case "d" -> new PoolNote.Down(LocalPool.ofMicros(Long.parseLong(a)));
            case "s" -> {
                String[] parts = b.split(" ", -1);
                yield new PoolNote.Spent(
                        a, Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            }
            default -> throw new IllegalArgumentException("kind: " + kind + " (expected: a, e, n, l, c, d or s)");
        };
    }

    private static long number(Iterator<String> words) {
        return Long.parseLong(words.next());
    }
}
