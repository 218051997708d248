package dev.rapport.llm.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.limit.PoolCall;
import dev.rapport.llm.limit.PoolNote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of places and permits, whenever they are given up: none is lost, none is had twice. */
class LineLeaveTest {
    private static final PoolNote A_UNSENT = new PoolNote.Ended("a", false, 0);

    private static void answerAll(LineRig rig) {
        int replies = 0;
        while (rig.limiter().answer()) {
            assertThat(++replies).as("calls without an end").isLessThan(100);
        }
    }

    private static List<String> ended(LineRig rig) {
        return rig.limiter().notes().stream()
                .filter(PoolNote.Ended.class::isInstance)
                .map(note -> ((PoolNote.Ended) note).id())
                .toList();
    }

    @Test
    void whoLeavesWhileWaiting_isOut_andNothingIsReserved() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        Line.Place place = rig.join("a", LineRig.at(0));
        place.leave();
        place.leave();
        rig.pass(5_000);
        assertThat(rig.refused).containsEntry("a", new Entry.Left());
        assertThat(rig.granted).isEmpty();
        assertThat(rig.limiter().holds("a")).isFalse();
    }

    @Test
    void whoLeavesWhileACallIsUnderWay_givesThePermitBack() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.limiter().replyLate();
        Line.Place place = rig.join("a", LineRig.at(0));
        assertThat(rig.limiter().holds("a")).isTrue();

        place.leave();
        answerAll(rig);

        assertThat(rig.refused).containsEntry("a", new Entry.Left());
        assertThat(rig.granted).isEmpty();
        assertThat(rig.limiter().notes()).containsExactly(A_UNSENT);
        assertThat(rig.limiter().holds("a")).isFalse();
        assertThat(rig.line.inFlight()).isZero();
    }

    @Test
    void whoIsPutOutWhileACallIsUnderWay_givesThePermitBack() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.limiter().replyLate();
        rig.join(rig.ticket("a", LineRig.at(0), LineRig.PATIENCE, LineRig.PATIENCE, true));

        rig.line.evict();
        answerAll(rig);

        assertThat(rig.refused).containsEntry("a", new Entry.NoRoom());
        assertThat(rig.limiter().notes()).containsExactly(A_UNSENT);
    }

    @Test
    void whoIsLateWhileACallIsUnderWay_givesThePermitBack() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.limiter().replyLate();
        rig.join("a", LineRig.at(0));

        rig.pass(LineRig.PATIENCE.toMillis() + 250);
        answerAll(rig);

        assertThat(rig.refused).containsEntry("a", new Entry.Late());
        assertThat(rig.limiter().holds("a")).isFalse();
    }

    @Test
    void toLeaveAfterTheGrant_changesNothing() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.join("a", LineRig.at(0)).leave();
        assertThat(rig.granted).containsOnlyKeys("a");
        assertThat(rig.refused).isEmpty();
        assertThat(rig.line.inFlight()).isEqualTo(1);
        assertThat(rig.limiter().holds("a")).isTrue();
    }

    @Test
    void oneThatMakesAnotherLeaveAtItsGrant_leavesNoPermitBehind() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.limiter().replyLate();
        rig.join("first", LineRig.at(0));
        Line.Place a = rig.line.join(rig.ticket("a", LineRig.at(2), LineRig.PATIENCE, LineRig.PATIENCE, false));
        Line.Place before = rig.join("before", LineRig.at(1));
        before.entry().onSuccess(_ -> a.leave());

        answerAll(rig);

        assertThat(a.entry().result()).isEqualTo(new Entry.Left());
        assertThat(rig.granted).containsOnlyKeys("first", "before");
        assertThat(rig.limiter().holds("a")).isFalse();
        assertThat(rig.line.inFlight()).isEqualTo(2);
    }

    @Test
    void whoJoinsWhileGrantsAreHandedOut_takesNobodysPermit_repliesAtOnce() {
        LineRig rig = threeOfWhomOneBringsAnother();
        rig.limiter().replyAtOnce();
        answerAll(rig);
        assertAllUnderWay(rig);
    }

    @Test
    void whoJoinsWhileGrantsAreHandedOut_takesNobodysPermit_repliesLate() {
        LineRig rig = threeOfWhomOneBringsAnother();
        answerAll(rig);
        assertAllUnderWay(rig);
    }

    /* The second call will grant two; the first of them brings another as soon as it hears of it. */
    private static LineRig threeOfWhomOneBringsAnother() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.limiter().replyLate();
        rig.join("first", LineRig.at(0));
        rig.join("one", LineRig.at(1)).entry().onSuccess(_ -> rig.join("another", LineRig.at(3)));
        rig.join("two", LineRig.at(2));
        return rig;
    }

    private static void assertAllUnderWay(LineRig rig) {
        assertThat(rig.granted).containsOnlyKeys("first", "one", "two", "another");
        assertThat(ended(rig)).as("permits given back, though they are in use").isEmpty();
        assertThat(rig.granted.keySet()).allMatch(rig.limiter()::holds);
        assertThat(rig.line.inFlight()).isEqualTo(4);
    }

    @Test
    void aPermitThatEndsAtItsGrant_takesNobodyElsesAlong() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.room = 3;
        rig.limiter().replyLate();
        rig.join("first", LineRig.at(0));
        rig.join("gone", LineRig.at(1))
                .entry()
                .onSuccess(_ -> rig.granted.values().stream().skip(1).forEach(permit -> permit.end(false, 0)));
        rig.join("two", LineRig.at(2));
        rig.join("three", LineRig.at(3));

        answerAll(rig);
        rig.limiter().replyAtOnce();
        rig.pass(1_000);

        assertThat(ended(rig)).containsExactly("gone");
        assertThat(rig.granted).containsOnlyKeys("first", "gone", "two", "three");
        assertThat(rig.line.inFlight()).isEqualTo(3);
    }

    @Test
    void whatComesDuringACall_goesWithTheNext() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.limiter().replyLate();
        rig.join("1", LineRig.at(1));
        rig.join("2", LineRig.at(2));
        assertThat(rig.limiter().calls()).hasSize(1);
        rig.limiter().answer();
        assertThat(rig.limiter().calls().getLast().asks())
                .extracting(PoolCall.Ask::id)
                .containsExactly("2");
    }

    @Test
    void whenAllHaveGone_theLimiterIsTold_andNoTimerIsLeft() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.join("1", LineRig.at(1)).leave();
        rig.pass(2_000);
        PoolCall last = rig.limiter().calls().getLast();
        assertThat(last.waiting()).isZero();
        assertThat(last.newcomers()).isEmpty();
        assertThat(rig.time.pending()).isZero();
    }

    @Test
    void manyThatComeAndGo_leaveNothingBehind() {
        LineRig rig = LineRig.full(new KeyLimit("a", 0, 0));
        for (int i = 0; i < 1_000; i++) {
            rig.join("r" + i, LineRig.at(i));
            rig.pass(7);
            rig.end("r" + i, 1);
        }
        rig.pass(20_000);
        assertThat(rig.time.pending()).isZero();
        assertThat(rig.line.inFlight()).isZero();
        assertThat(rig.granted.keySet()).noneMatch(rig.limiter()::holds);
        assertThat(rig.limiter().calls()).hasSizeLessThan(2_100);
    }

    @Test
    void whatIsUnderWay_isRenewedEveryTwentySeconds() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.join("a", LineRig.at(0));
        rig.pass(59_000);
        assertThat(rig.limiter().notes()).containsExactly(new PoolNote.Lease("a"), new PoolNote.Lease("a"));
        rig.end("a", 1);
        rig.pass(100_000);
        assertThat(rig.limiter().notes())
                .filteredOn(PoolNote.Lease.class::isInstance)
                .hasSize(2);
        assertThat(rig.time.pending()).isZero();
    }

    @Test
    void aPermitIsHeardOnceOfEachThing() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.join("a", LineRig.at(0));
        rig.end("a", 5);
        rig.end("a", 6);
        assertThat(rig.limiter().notes())
                .containsExactly(new PoolNote.Arrived("a", true), new PoolNote.Ended("a", true, 5));
    }
}
