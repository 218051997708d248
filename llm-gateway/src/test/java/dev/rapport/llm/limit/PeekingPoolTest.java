package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolReply.Times;
import dev.rapport.llm.limit.PoolReply.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PeekingPoolTest {
    private static final Times FREE = new Times(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final AtomicLong micros = new AtomicLong(1_000_000);
    private final List<PoolCall> asked = new ArrayList<>();
    private final List<PoolNote> told = new ArrayList<>();
    private PoolReply says = new PoolReply(1, Map.of(), List.of(), FREE);

    private final PoolLimiter store = new PoolLimiter() {
        @Override
        public Future<PoolReply> call(PoolCall call) {
            asked.add(call);
            return Future.succeededFuture(says);
        }

        @Override
        public void note(PoolNote note) {
            told.add(note);
        }
    };
    private final PeekingPool pool = new PeekingPool(
            store,
            "only",
            new StoreClock(new LimitLoop("1/1", 1, new NoScripts(), (_, _) -> () -> {}, this::nanos, () -> 0, _ -> {})),
            this::nanos);

    private long nanos() {
        return micros.get() * 1_000;
    }

    @Test
    void call_nothingPauses_allGoWithoutAWordToTheStoreButOnePeek() {
        assertThat(call("a", "b").granted()).isEqualTo(Map.of("a", "only", "b", "only"));
        assertThat(call("c").granted()).isEqualTo(Map.of("c", "only"));
        pool.note(new PoolNote.Arrived("a", true));
        pool.note(new PoolNote.Ended("a", true, 10));

        assertThat(asked)
                .singleElement()
                .satisfies(peek -> assertThat(peek.asks()).isEmpty());
        assertThat(told).isEmpty();
    }

    @Test
    void call_afterAWhile_looksAgain() {
        call("a");
        micros.addAndGet(PeekingPool.PEEK_EVERY.toMillis() * 1_000);
        call("b");

        assertThat(asked).hasSize(2);
    }

    @Test
    void coolDown_here_callsGoThroughTheStoreUntilNobodyIsMadeToWait() {
        pool.note(new PoolNote.CoolDown("only", Duration.ofSeconds(2)));
        says = new PoolReply(
                1,
                Map.of(),
                List.of(),
                new Times(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO));
        assertThat(call("a", "b").granted()).isEmpty();

        says = new PoolReply(1, Map.of("a", "only"), List.of(), FREE); // one tries, the other waits for what it hears
        assertThat(call("a", "b").granted()).containsOnlyKeys("a");
        says = new PoolReply(1, Map.of("b", "only"), List.of(), FREE);
        assertThat(call("b").granted()).containsOnlyKeys("b");
        int before = asked.size();

        assertThat(call("c", "d").granted()).containsOnlyKeys("c", "d");
        assertThat(asked.subList(before, asked.size()))
                .allSatisfy(peek -> assertThat(peek.asks()).isEmpty());
    }

    @Test
    void ended_grantedByTheStore_theStoreIsTold() {
        pool.note(new PoolNote.CoolDown("only", Duration.ofSeconds(2)));
        says = new PoolReply(1, Map.of("a", "only"), List.of(), FREE);
        call("a");
        PoolNote.Ended ended = new PoolNote.Ended("a", true, 10);
        pool.note(ended);
        pool.note(ended);

        assertThat(told).endsWith(ended).filteredOn(ended::equals).hasSize(1);
    }

    @Test
    void peek_providerIsDownElsewhere_isPassedOn() {
        says = new PoolReply(
                1,
                Map.of(),
                List.of(),
                new Times(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(5), Duration.ZERO));
        call("a");
        says = new PoolReply(1, Map.of("b", "only"), List.of(), says.times());

        assertThat(call("b").times().down()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void call_moreThanItAsksFor_theRestWaitsAndComesAtOnce() {
        List<PoolCall.Ask> asks = new ArrayList<>();
        for (int i = 0; i < PoolCall.ASKS_MAX; i++) {
            asks.add(new PoolCall.Ask("r" + i, i, 10));
        }
        PoolReply reply = pool.call(new PoolCall(
                        asks, List.of(new PoolCall.Newcomer("late", 99, 1_000, PoolCall.ASKS_MAX)), 0, 99, 99, 10))
                .result();

        assertThat(reply.verdicts()).containsExactly(new Verdict.Waits(1, Duration.ZERO));
        assertThat(reply.times().pollAfter()).isLessThan(Duration.ofMillis(10));
    }

    private PoolReply call(String... ids) {
        List<PoolCall.Ask> asks = new ArrayList<>();
        for (String id : ids) {
            asks.add(new PoolCall.Ask(id, asks.size() + 1L, 10));
        }
        return pool.call(new PoolCall(asks, List.of(), ids.length, 0, ids.length, 10))
                .result();
    }
}
