package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.FakeScripts.Fault;
import dev.rapport.llm.limit.FakeScripts.Ran;
import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pool whose store fails: nothing is reserved twice, nothing that was used is forgotten. */
class RedisPoolTest {
    /** One request and a thousand tokens a second. */
    private static final PoolSettings SETTINGS = new PoolSettings("p", List.of(new KeyLimit("a", 60, 60_000)), 0);

    private final VirtualTime time = new VirtualTime();
    private final FakeScripts store = new FakeScripts(time, SETTINGS);
    private final List<String> fellBack = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final LimitLoop loop =
            new LimitLoop("i1/0", 1, store, time, time::nanos, () -> VirtualTime.START_MICROS, new LimitListener() {
                @Override
                public void fellBack(String pool) {
                    fellBack.add(pool);
                }

                @Override
                public void noteDropped(String pool) {
                    dropped.add(pool);
                }
            });
    private final StoreClock clock = new StoreClock(loop);
    private final RedisPool pool = new RedisPool(loop, clock, SETTINGS);

    private Future<PoolReply> ask(String id) {
        Ask ask = new Ask(id, time.micros(), 100);
        Newcomer newcomer = new Newcomer(id, ask.order(), 60_000_000, 0);
        return pool.call(new PoolCall(List.of(ask), List.of(newcomer), 0, 0, ask.order(), 100));
    }

    private boolean granted(String id) {
        Future<PoolReply> reply = ask(id);
        pass(0);
        return reply.result().granted().containsKey(id);
    }

    private void pass(long millis) {
        time.pass(Duration.ofMillis(millis));
    }

    private void goAway() {
        store.cut();
        Future<PoolReply> reply = ask("while cut");
        pass(50);
        assertThat(reply.succeeded()).isTrue();
        assertThat(pool.isAway()).isTrue();
    }

    private void comeBack() {
        store.mend();
        pass(3_600);
        assertThat(pool.isAway()).isFalse();
    }

    /** All notes of one kind that were sent, as text. */
    private List<String> sent(String kind) {
        List<String> notes = new ArrayList<>();
        for (Ran settle : store.ran(Script.SETTLE)) {
            List<String> words = settle.words().subList(7, settle.words().size());
            for (int i = 0; i < words.size(); i += 3) {
                if (words.get(i).equals(kind)) {
                    notes.add(String.join(" ", words.subList(i, i + 3)));
                }
            }
        }
        return notes;
    }

    @Test
    void theStoreGrants_andTellsItsTime() {
        pass(5_000);
        PoolReply reply = ask("r").result();
        assertThat(reply.granted()).containsKey("r");
        assertThat(reply.serverMicros()).isEqualTo(time.micros());
        assertThat(clock.micros()).isEqualTo(time.micros());
        assertThat(store.ran(Script.RESERVE).getFirst().words().getFirst())
                .as("never had a reply")
                .isEqualTo("1");
        ask("r2");
        assertThat(store.ran(Script.RESERVE).getLast().words().getFirst()).isEqualTo("0");
    }

    @Test
    void aReplyThatIsLost_isAskedForAgainWithTheSameIds_andReservedOnce() {
        store.next(Fault.REPLY_LOST);
        Future<PoolReply> reply = ask("r");
        assertThat(reply.isComplete()).isFalse();

        pass(50);

        assertThat(reply.result().granted()).containsOnlyKeys("r");
        List<Ran> calls = store.ran(Script.RESERVE);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).isEqualTo(calls.get(0));
        assertThat(pool.isAway()).isFalse();
        store.pool().chargeOpen();
        assertThat(store.pool().takeSpent(0, 0))
                .extracting(PoolNote.Spent::requests)
                .containsExactly(1L);
    }

    @Test
    void linkDown_twoFailures_goesOnWithoutTheStore_fromNothing() {
        store.cut();
        Future<PoolReply> reply = ask("r");
        pass(49);
        assertThat(reply.isComplete()).isFalse();
        assertThat(pool.isAway()).isFalse();

        pass(1);

        assertThat(pool.isAway()).isTrue();
        assertThat(fellBack).containsExactly("p");
        assertThat(reply.result().granted()).isEmpty();
        assertThat(reply.result().verdicts()).containsExactly(new PoolReply.Verdict.Waits(1, Duration.ofSeconds(1)));
        pass(1_000);
        assertThat(granted("r")).isTrue();
        assertThat(granted("r2")).isFalse();
    }

    @Test
    void linkUp_butLate_isGivenUpAfterTwoSecondsOnly() {
        store.stall();
        Future<PoolReply> reply = ask("r");
        pass(1_999);
        assertThat(reply.isComplete()).isFalse();
        assertThat(pool.isAway()).isFalse();

        pass(51);

        assertThat(pool.isAway()).isTrue();
        assertThat(reply.succeeded()).isTrue();
    }

    @Test
    void aFailureNowAndThen_isForgiven() {
        for (int i = 0; i < 100; i++) {
            store.next(Fault.REPLY_LOST);
            Future<PoolReply> reply = ask("r" + i);
            pass(50);
            assertThat(reply.succeeded()).isTrue();
            pass(950);
        }
        assertThat(pool.isAway()).isFalse();
        assertThat(fellBack).isEmpty();
    }

    @Test
    void aReplyThatIsNone_isAFailureLikeOthers() {
        store.next(Fault.NONSENSE);
        Future<PoolReply> reply = ask("r");
        pass(100);
        assertThat(reply.result().granted()).containsOnlyKeys("r");
    }

    @Test
    void onReturn_whatWasUsedMeanwhile_isTold() {
        goAway();
        for (int i = 0; i < 5; i++) {
            pass(1_000);
            assertThat(granted("r" + i)).isTrue();
            pool.note(new PoolNote.Arrived("r" + i, true));
        }
        for (int i = 0; i < 4; i++) {
            pool.note(new PoolNote.Ended("r" + i, true, 70));
        }

        comeBack();

        assertThat(sent("s").stream().map(said -> said.substring(0, said.lastIndexOf(" 18"))))
                .as("what was used, and what there is and comes until all are back; of that the last one ends within")
                .containsExactly("s a 9 8500");
        assertThat(sent("e")).as("the store knows nothing of these").isEmpty();
    }

    /* The store's own bucket does not fill above its brim while it is away, so what it is told may not either. */
    @Test
    void anHourAway_leavesNoHourOfDebt() {
        goAway();
        int used = 0;
        for (int i = 0; i < 3_600; i++) {
            pass(1_000);
            used += granted("r" + i) ? 1 : 0;
            pool.note(new PoolNote.Arrived("r" + i, true));
            pool.note(new PoolNote.Ended("r" + i, true, 100));
        }
        assertThat(used).isGreaterThan(3_500);

        comeBack();
        pass(61_000);

        assertThat(granted("after")).isTrue();
    }

    @Test
    void whatWasLearnedWhileAway_isToldOnReturn_inItsOrder() {
        assertThat(granted("of the store")).isTrue();
        goAway();
        pool.note(new PoolNote.Arrived("of the store", true));
        pool.note(new PoolNote.CoolDown("a", Duration.ofSeconds(1)));
        pool.note(new PoolNote.Ended("of the store", true, 55));
        assertThat(ask("here").result().times().cooling())
                .as("the pause counts here, too")
                .hasSeconds(1);

        comeBack();

        List<String> words = store.ran(Script.SETTLE).getLast().words();
        assertThat(words.subList(7, 16))
                .containsExactly("a", "of the store", "1", "c", "a", "1000000", "e", "of the store", "55");
        assertThat(store.pool().holds("of the store")).isFalse();
    }

    @Test
    void notesWhileAway_areBounded_theOldestGo() {
        goAway();
        for (int i = 0; i < 5_000; i++) {
            pool.note(new PoolNote.Ended("r" + i, true, 1));
        }
        assertThat(dropped).hasSize(5_000 - RedisPool.NOTES_MAX).containsOnly(SETTINGS.provider());

        comeBack();
        pass(1_000);

        List<String> ended = sent("e");
        assertThat(ended)
                .hasSizeBetween(RedisPool.NOTES_MAX - 8, RedisPool.NOTES_MAX)
                .doesNotHaveDuplicates();
        assertThat(ended.getLast()).isEqualTo("e r4999 1");
        assertThat(time.pending()).isZero();
    }

    @Test
    void manyNotes_goInBoundedBatches_afterAShortWhile() {
        IntStream.range(0, 600).forEach(i -> pool.note(new PoolNote.Lease("r" + i)));
        assertThat(store.ran(Script.SETTLE)).isEmpty();
        pass(20);
        assertThat(store.ran(Script.SETTLE))
                .hasSize(3)
                .allSatisfy(settle -> assertThat(settle.words()).hasSizeLessThanOrEqualTo(7 + 3 * 256));
        assertThat(sent("l")).hasSize(600).doesNotHaveDuplicates();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aCall_takesTheNotesAlongBeforeIt() {
        pool.note(new PoolNote.Lease("r"));
        ask("r2");
        assertThat(sent("l")).containsExactly("l r 60000000");
    }

    @Test
    void notesOfABatchThatFailed_goAgain_beforeLaterOnes() {
        store.next(Fault.REPLY_LOST);
        pool.note(new PoolNote.Lease("1"));
        pass(5);
        pool.note(new PoolNote.Lease("2"));
        pass(60);
        assertThat(sent("l")).containsExactly("l 1 60000000", "l 1 60000000", "l 2 60000000");
        assertThat(pool.isAway()).isFalse();
    }

    @Test
    void notesAlone_findOutThatTheStoreIsGone_andAreKept() {
        store.cut();
        pool.note(new PoolNote.Ended("r", true, 5));
        pass(100);
        assertThat(pool.isAway()).isTrue();
        comeBack();
        assertThat(sent("e")).last().isEqualTo("e r 5");
    }

    @Test
    void aStoreThatIsGoneForLong_isLookedForTwiceASecond() {
        goAway();
        int before = store.ran(Script.RESERVE).size();
        pass(60_000);
        assertThat(store.ran(Script.RESERVE).size() - before).isEqualTo(120);
        assertThat(time.pending()).as("timers").isEqualTo(1);
        assertThat(fellBack).hasSize(1);
    }
}
