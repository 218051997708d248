package dev.rapport.llm.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.KeyLimit;
import dev.rapport.llm.limit.PoolCall;
import dev.rapport.llm.limit.PoolNote;
import dev.rapport.llm.limit.VirtualTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who goes when, and who is told what. */
class LineTest {
    private static final KeyLimit TEN_A_SECOND = new KeyLimit("a", 600, 0);

    private static Order withHeadStart(long second, long headStartSeconds, boolean firstOfUser) {
        return new Order(VirtualTime.START_MICROS + second * 1_000_000, headStartSeconds * 1_000_000, firstOfUser);
    }

    @Test
    void whatHasRoom_goesAtOnce_withTheKeyThatIsSaid() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.join("r", LineRig.at(0));
        assertThat(rig.granted).containsOnlyKeys("r");
        assertThat(rig.granted.values()).extracting(Permit::keyName).containsExactly("a");
        assertThat(rig.line.inFlight()).isEqualTo(1);
        assertThat(rig.line.waiting()).isZero();
    }

    @Test
    void theOldestGoesFirst_whoeverJoinedFirst() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.join("third", LineRig.at(3));
        rig.join("first", LineRig.at(1));
        rig.join("second", LineRig.at(2));

        rig.pass(999);
        assertThat(rig.granted).isEmpty();
        rig.pass(1);
        assertThat(rig.granted.keySet()).containsExactly("first");
        rig.pass(2_000);
        assertThat(rig.granted.keySet()).containsExactly("first", "second", "third");
    }

    @Test
    void ofEqualOrder_whoJoinedFirstGoesFirst() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        List.of("1", "2", "3").forEach(id -> rig.join(id, LineRig.at(0)));
        rig.pass(3_000);
        assertThat(rig.granted.keySet()).containsExactly("1", "2", "3");
    }

    @Test
    void aBetterPlan_passesWhatIsWithinItsHeadStart() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.join("free", withHeadStart(0, 50, true));
        rig.join("best", withHeadStart(10, 0, true));
        rig.pass(2_000);
        assertThat(rig.granted.keySet()).containsExactly("best", "free");
    }

    @Test
    void whoHasLittleTimeLeft_goesBeforeAll_ifFirstOfItsUser() {
        assertThat(grantedAfterALongPause(withHeadStart(0, 50, true))).containsExactly("old", "new");
        assertThat(grantedAfterALongPause(withHeadStart(0, 50, false))).containsExactly("new", "old");
    }

    /* The key pauses until 95 of the old one's 100 seconds are over; then one goes, and after its answer the other. */
    private static Iterable<String> grantedAfterALongPause(Order old) {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.line.note(new PoolNote.CoolDown("a", Duration.ofSeconds(95)));
        rig.join("old", old);
        rig.pass(10_000);
        rig.join("new", LineRig.at(10));
        rig.pass(86_000);
        assertThat(rig.granted).hasSize(1);
        rig.end(rig.granted.keySet().iterator().next(), 1);
        rig.pass(1_000);
        return rig.granted.keySet();
    }

    @Test
    void whoseTimeIsUp_isLate() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        Duration two = Duration.ofSeconds(2);
        rig.join(rig.ticket("r", LineRig.at(0), two, two, false));
        rig.line.note(new PoolNote.CoolDown("a", Duration.ofHours(1)));

        rig.pass(1_999);
        assertThat(rig.refused).isEmpty();
        rig.pass(250);

        assertThat(rig.refused).containsEntry("r", new Entry.Late()).hasSize(1);
        assertThat(rig.line.waiting()).isZero();
    }

    @Test
    void whoCannotBeServedInTime_isTurnedAwayAtOnce() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.join(rig.ticket("r", LineRig.at(0), LineRig.PATIENCE, Duration.ofMillis(500), false));
        assertThat(rig.refused).containsEntry("r", new Entry.Limited(Duration.ofMillis(1_750)));
    }

    @Test
    void whoMustNotBeRefused_waitsUntilItsTimeIsUp() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.join("1", LineRig.at(1));
        rig.join(rig.ticket("2", LineRig.at(2), Duration.ofMillis(1_500), Duration.ofDays(1), false));
        rig.pass(1_250);
        assertThat(rig.refused).as("two seconds, and it has one and a half").isEmpty();
        rig.pass(500);
        assertThat(rig.refused).containsEntry("2", new Entry.Late());
    }

    @Test
    void aFullLine_turnsAway() {
        LineRig rig = LineRig.of(LineRig.SLOW, false, 2);
        rig.join("1", LineRig.at(1));
        rig.join("2", LineRig.at(2));
        rig.join("3", LineRig.at(0)).leave();
        assertThat(rig.refused)
                .containsEntry("3", new Entry.Limited(Duration.ofSeconds(1)))
                .hasSize(1);
        assertThat(rig.line.waiting()).isEqualTo(2);
    }

    @Test
    void evict_putsOutOnlyWhoCanGoElsewhere() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.join("stays", LineRig.at(0));
        rig.join(rig.ticket("goes", LineRig.at(1), LineRig.PATIENCE, LineRig.PATIENCE, true));
        rig.line.evict();
        assertThat(rig.refused).containsEntry("goes", new Entry.NoRoom()).hasSize(1);
        assertThat(rig.line.waiting()).isEqualTo(1);
    }

    @Test
    void aProviderThatPausesOrIsDown_putsOutWhoCanGoElsewhere() {
        List.<PoolNote>of(new PoolNote.CoolDown("a", Duration.ZERO), new PoolNote.Down(Duration.ofSeconds(9)))
                .forEach(note -> {
                    LineRig rig = LineRig.empty(LineRig.SLOW);
                    rig.line.note(note);
                    rig.join(rig.ticket("goes", LineRig.at(0), LineRig.PATIENCE, LineRig.PATIENCE, true));
                    rig.join("stays", LineRig.at(1));
                    assertThat(rig.refused)
                            .containsEntry("goes", new Entry.NoRoom())
                            .hasSize(1);
                });
    }

    @Test
    void aProviderThatOthersGaveUp_butThatAnsweredHereSince_putsNobodyOut() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        rig.downCounts = false;
        rig.line.note(new PoolNote.Down(Duration.ofSeconds(9)));
        rig.join(rig.ticket("waits", LineRig.at(0), LineRig.PATIENCE, LineRig.PATIENCE, true));
        assertThat(rig.refused).isEmpty();
        assertThat(rig.line.waiting()).isEqualTo(1);
    }

    @Test
    void aShortWait_isNotWorthAWord() {
        LineRig rig = LineRig.empty(TEN_A_SECOND);
        IntStream.rangeClosed(1, 4).forEach(i -> rig.join("r" + i, LineRig.at(i)));
        rig.pass(1_000);
        assertThat(rig.granted).hasSize(4);
        assertThat(rig.moves).isEmpty();
    }

    @Test
    void aLongWait_isToldAtOnce_andThenOnlyWhenThePlaceChanges() {
        LineRig rig = LineRig.empty(TEN_A_SECOND);
        IntStream.rangeClosed(1, 20).forEach(i -> rig.join("r" + i, LineRig.at(i)));

        rig.pass(2_000);

        assertThat(rig.granted).hasSize(20);
        List<Integer> places = rig.moves.stream()
                .filter(move -> move.startsWith("r20 "))
                .map(move -> Integer.valueOf(move.split(" ", -1)[1]))
                .toList();
        assertThat(rig.moves).contains("r20 20 at 0", "r6 6 at 0");
        assertThat(places).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(places).as("a word every 250 ms").hasSizeBetween(6, 9);
    }

    @Test
    void estimate_isThatOfTheLastWhoCame_andNeverLessThanRequestsAreApart() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        assertThat(rig.line.estimate(0)).isZero();
        Line.Place one = rig.join("1", LineRig.at(1));
        assertThat(rig.line.estimate(0)).hasSeconds(1);
        Line.Place two = rig.join("2", LineRig.at(2));
        assertThat(rig.line.estimate(0)).hasSeconds(2);
        one.leave();
        two.leave();
        assertThat(rig.line.estimate(0))
                .as("nobody waits, but the bucket is empty")
                .hasSeconds(1);
    }

    @Test
    void estimate_isOfTheSamePlan_andOfWhoHasNoOtherWaiting() {
        LineRig rig = LineRig.empty(LineRig.SLOW);
        long behind = 30_000_000;
        rig.join("1", withHeadStart(1, 30, true));
        rig.join("2", withHeadStart(2, 30, true));
        rig.join("heavy", withHeadStart(60, 30, false));
        assertThat(rig.line.estimate(behind)).hasSeconds(2);
        rig.join("better", withHeadStart(3, 0, true));
        assertThat(rig.line.estimate(0)).hasSeconds(1);
        assertThat(rig.line.estimate(behind)).hasSeconds(2);
    }

    @Test
    void estimate_whileThereIsPlenty_isZero() {
        LineRig rig = LineRig.full(new KeyLimit("a", 6_000, 0));
        rig.join("1", LineRig.at(1));
        assertThat(rig.granted).containsOnlyKeys("1");
        assertThat(rig.line.estimate(0)).isZero();
    }

    @Test
    void noRoomHere_asksForNothing_butSaysWhatWaits_andLooksAgainSoon() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.room = 0;
        rig.join("r", LineRig.at(7));
        PoolCall call = rig.limiter().calls().getLast();
        assertThat(call.asks()).isEmpty();
        assertThat(call.next()).isEqualTo(LineRig.at(7).micros(false));
        assertThat(rig.granted).isEmpty();

        rig.room = 1;
        rig.pass(50);

        assertThat(rig.granted).containsOnlyKeys("r");
    }

    @Test
    void anAnswerThatEnds_makesRoomAtOnce() {
        LineRig rig = LineRig.full(LineRig.SLOW);
        rig.room = 1;
        rig.join("1", LineRig.at(1));
        rig.join("2", LineRig.at(2));
        assertThat(rig.granted).containsOnlyKeys("1");
        rig.end("1", 10);
        assertThat(rig.granted).containsOnlyKeys("1", "2");
    }

    @Test
    void aProviderWithoutLimits_isBoundByTheRoomOnly() {
        LineRig rig = LineRig.unlimited(1);
        rig.join("1", LineRig.at(1));
        rig.join("3", LineRig.at(3));
        rig.join("2", LineRig.at(2));
        rig.end("1", 10);
        assertThat(rig.granted.keySet()).containsExactly("1", "2");

        rig.room = 2; // another loop of the process gave it back
        rig.pass(50);

        assertThat(rig.granted.keySet()).containsExactly("1", "2", "3");
        rig.pass(1_000);
        assertThat(rig.time.pending()).isZero();
    }

    @Test
    void goingOnWithAnAnswer_needsNoRoom_andStandsFirstBeforeTheLimits() {
        LineRig unlimited = LineRig.unlimited(0);
        unlimited.join("new", LineRig.at(1));
        unlimited.join(unlimited.begun("begun", LineRig.at(2)));
        assertThat(unlimited.granted).containsOnlyKeys("begun");
        assertThat(unlimited.line.waiting()).isEqualTo(1);

        LineRig limited = LineRig.empty(LineRig.SLOW);
        limited.room = 0;
        limited.join("new", LineRig.at(1));
        limited.join(limited.begun("begun", LineRig.at(2)));
        limited.pass(1_000);
        assertThat(limited.granted).containsOnlyKeys("begun");

        limited.room = 5; // one is under way
        limited.join(limited.begun("begun too", LineRig.at(3)));
        limited.pass(1_000);
        assertThat(limited.granted.keySet()).containsExactly("begun", "begun too");
        limited.pass(1_000);
        assertThat(limited.granted.keySet()).containsExactly("begun", "begun too", "new");
    }

    @Test
    void aProviderWithoutLimits_turnsAwayWhoCannotBeServedInTime() {
        LineRig rig = LineRig.unlimited(1);
        rig.join("1", LineRig.at(1));
        rig.join(rig.ticket("2", LineRig.at(2), LineRig.PATIENCE, Duration.ofMillis(500), false));
        assertThat(rig.refused).containsEntry("2", new Entry.Limited(Duration.ofSeconds(1)));
    }

    /* How long answers take is learned from answers. */
    @Test
    void whatWasNeverSent_doesNotShortenTheExpectedAnswer() {
        LineRig rig = LineRig.unlimited(1);
        for (int i = 0; i < 100; i++) {
            rig.join("unsent" + i, LineRig.at(0));
            rig.granted.values().forEach(permit -> permit.end(false, 0));
        }
        rig.join("1", LineRig.at(1));
        rig.join("2", LineRig.at(2));
        assertThat(rig.line.estimate(0)).hasSeconds(1);
    }

    @Test
    void hundredsAtOnce_goInBoundedCalls_andAllAreServed() {
        LineRig rig = LineRig.empty(TEN_A_SECOND);
        rig.limiter().replyLate();
        IntStream.range(0, 200).forEach(i -> rig.join("r" + i, LineRig.at(i)));
        assertThat(rig.limiter().calls()).as("one call at a time").hasSize(1);
        rig.limiter().replyAtOnce();
        rig.limiter().answer();

        List<PoolCall> calls = rig.limiter().calls();
        assertThat(calls).hasSizeLessThanOrEqualTo(6).allSatisfy(call -> {
            assertThat(call.asks()).hasSizeLessThanOrEqualTo(PoolCall.ASKS_MAX);
            assertThat(call.newcomers()).hasSizeLessThanOrEqualTo(PoolCall.NEWCOMERS_MAX);
        });
        assertThat(calls.stream().flatMap(call -> call.newcomers().stream()).map(PoolCall.Newcomer::id))
                .hasSize(200)
                .doesNotHaveDuplicates();
        rig.pass(20_500);
        assertThat(rig.granted).hasSize(200);
    }

    @Test
    void theMeanOfTokens_followsWhatIsUsed() {
        LineRig rig = LineRig.full(new KeyLimit("a", 0, 0));
        for (int i = 0; i < 200; i++) {
            rig.join("r" + i, LineRig.at(i));
            rig.end("r" + i, 1_000);
        }
        rig.join("last", LineRig.at(999));
        assertThat(rig.limiter().calls().getFirst().mean()).isEqualTo(500);
        assertThat(rig.limiter().calls().getLast().mean()).isBetween(990, 1_000);
    }
}
