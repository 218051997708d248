package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import dev.rapport.llm.limit.PoolReply.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrefetchingPoolTest {
    private static final KeyLimit PLENTY = new KeyLimit("a", 6_000, 600_000);

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger ids = new AtomicInteger();

    private LocalLimiter store = store(PLENTY, true);
    private PrefetchingPool pool = over(store);

    private LocalLimiter store(KeyLimit key, boolean full) {
        return new LocalLimiter(time, new PoolSettings("p", List.of(key), 0), full);
    }

    private PrefetchingPool over(LocalLimiter limiter) {
        LimitLoop loop =
                new LimitLoop("1/1", 1, new NoScripts(), time, time::nanos, () -> VirtualTime.START_MICROS, _ -> {});
        return new PrefetchingPool(limiter, time, new StoreClock(loop), () -> "ahead" + ids.incrementAndGet());
    }

    private static PoolCall coming(String id, int tokens) {
        return new PoolCall(List.of(new Ask(id, 1, tokens)), List.of(new Newcomer(id, 1, 1_000, 0)), 0, 0, 1, 500);
    }

    private PoolReply call(String id) {
        return pool.call(coming(id, 400)).result();
    }

    @Test
    void theSecondRequest_takesWhatWasFetched_andTheNextIsFetchedBesideIt() {
        assertThat(call("1").granted()).containsOnlyKeys("1");
        assertThat(store.calls()).hasSize(2);
        assertThat(store.holds("ahead1")).isTrue();

        store.replyLate();
        Future<PoolReply> second = pool.call(coming("2", 400));
        assertThat(second.isComplete())
                .as("no reply of the store is waited for")
                .isTrue();
        assertThat(second.result().granted()).containsEntry("2", "a");
        assertThat(second.result().verdicts()).containsExactly(new Verdict.Granted());
        assertThat(store.calls().getLast().asks()).extracting(Ask::id).containsExactly("ahead2");
    }

    @Test
    void notesOfARequest_areOfTheReservationItTook() {
        call("1");
        call("2");
        pool.note(new PoolNote.Arrived("2", true));
        pool.note(new PoolNote.Lease("2"));
        pool.note(new PoolNote.Ended("2", true, 123));
        assertThat(store.notes())
                .containsExactly(
                        new PoolNote.Arrived("ahead1", true),
                        new PoolNote.Lease("ahead1"),
                        new PoolNote.Ended("ahead1", true, 123));
        assertThat(store.holds("ahead1")).isFalse();
        assertThat(store.holds("1")).isTrue();
    }

    @Test
    void whatNobodyTakes_isGivenBack() {
        call("1");
        time.pass(PrefetchingPool.KEPT_MAX);
        assertThat(store.notes()).containsExactly(new PoolNote.Ended("ahead1", false, 0));
        assertThat(store.holds("ahead1")).isFalse();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aRequestThatIsTooLarge_asksTheStore_andNothingIsKeptBesideIt() {
        call("1");
        assertThat(pool.call(coming("large", 501)).result().granted()).containsOnlyKeys("large");
        assertThat(store.holds("ahead1")).isFalse();
        assertThat(store.holds("large")).isTrue();
    }

    @Test
    void withoutPlenty_nothingIsFetched() {
        store = store(new KeyLimit("a", 60, 0), true);
        pool = over(store);
        assertThat(call("1").granted()).containsOnlyKeys("1");
        assertThat(store.calls()).hasSize(1);
    }

    @Test
    void whenPlentyEnds_theFetchedOneIsGivenBackAtOnce() {
        KeyLimit key = new KeyLimit("a", 130, 0); // plenty from 64 on
        store = store(key, true);
        pool = over(store);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 129; i++) {
            taken.addAll(call("r" + i).granted().keySet());
        }
        assertThat(taken).as("all that the bucket holds").hasSize(129);
        assertThat(call("one more").granted()).isEmpty();
    }

    @Test
    void aCallWhileOneIsFetched_waitsForIt() {
        store.replyLate();
        Future<PoolReply> first = pool.call(coming("1", 400));
        store.answer();
        assertThat(first.result().granted()).containsOnlyKeys("1");
        Future<PoolReply> second = pool.call(coming("2", 400));
        assertThat(second.isComplete()).isFalse();
        assertThat(store.calls()).as("the store hears one call at a time").hasSize(2);
        store.answer();
        assertThat(second.result().granted()).containsOnlyKeys("2");
    }

    @Test
    void aPauseOfTheProvider_givesBackFirst() {
        call("1");
        pool.note(new PoolNote.CoolDown("a", Duration.ofSeconds(2)));
        assertThat(store.notes())
                .containsExactly(
                        new PoolNote.Ended("ahead1", false, 0), new PoolNote.CoolDown("a", Duration.ofSeconds(2)));
        assertThat(call("2").granted()).isEmpty();
    }
}
