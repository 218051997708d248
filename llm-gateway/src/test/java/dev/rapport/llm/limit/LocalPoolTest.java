package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.PoolCall.Ask;
import dev.rapport.llm.limit.PoolCall.Newcomer;
import dev.rapport.llm.limit.PoolReply.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one provider's pool grants, and to whom. */
class LocalPoolTest {
    private static final long NOW = VirtualTime.START_MICROS;
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final int MEAN = 500;

    /** One request a second. */
    private static final PoolSettings SLOW = settings(0, new KeyLimit("a", 60, 0));

    private static PoolSettings settings(int inFlightMax, KeyLimit... keys) {
        return new PoolSettings("p", List.of(keys), inFlightMax);
    }

    private static LocalPool pool(PoolSettings settings, boolean full) {
        return new LocalPool(settings, PoolRules.of(settings), 1, full, NOW);
    }

    /** Of requests that the pool has seen before. */
    private static PoolCall asking(Ask... asks) {
        long tail = asks.length == 0 ? 0 : asks[asks.length - 1].order();
        return new PoolCall(List.of(asks), List.of(), asks.length, 0, tail, MEAN);
    }

    private static PoolCall joining(Newcomer... newcomers) {
        long tail = newcomers[newcomers.length - 1].order();
        return new PoolCall(List.of(), List.of(newcomers), 0, newcomers[0].order(), tail, MEAN);
    }

    /** How long a loop that got this reply holds the others up. */
    private static long promise(PoolReply reply) {
        return LocalPool.micros(
                reply.times().pollAfter().plus(PoolRules.of(SLOW).grace()));
    }

    @Test
    void asksPastTheFirstThatMustWait_wait() {
        LocalPool pool = pool(settings(0, new KeyLimit("a", 0, 60_000)), true);

        Ask large = new Ask("2", 2, 55_000);
        PoolReply reply = pool.call("x", NOW, asking(new Ask("1", 1, 10_000), large, new Ask("3", 3, 1)));

        assertThat(reply.granted()).containsOnlyKeys("1");
        assertThat(reply.times().pollAfter())
                .as("room for the large one in five seconds")
                .hasSeconds(1);
    }

    @Test
    void anAskThatComesAgain_isGrantedAgain_andHeldOnce() {
        LocalPool pool = pool(settings(2, new KeyLimit("a", 60, 0)), true);
        Ask ask = new Ask("1", 1, 1);
        for (int i = 0; i < 5; i++) {
            assertThat(pool.call("x", NOW, asking(ask)).granted()).containsExactlyEntriesOf(Map.of("1", "a"));
        }
        assertThat(pool.call("x", NOW, asking(new Ask("2", 2, 1))).granted()).containsOnlyKeys("2");
        assertThat(pool.call("x", NOW, asking(new Ask("3", 3, 1))).granted()).isEmpty();
    }

    @Test
    void olderHeadOfAnotherLoop_goesFirst() {
        LocalPool pool = pool(SLOW, false);
        pool.call("x", NOW, asking(new Ask("old", 100, 1)));
        assertThat(pool.call("y", NOW + SECOND, asking(new Ask("new", 200, 1))).granted())
                .isEmpty();
        assertThat(pool.call("x", NOW + SECOND, asking(new Ask("old", 100, 1))).granted())
                .containsOnlyKeys("old");
    }

    @Test
    void roomForAllThatWait_letsNobodyWaitForAnother() {
        LocalPool pool = pool(settings(0, new KeyLimit("a", 60, 0)), true);
        pool.call("x", NOW, new PoolCall(List.of(new Ask("old", 100, 1)), List.of(), 58, 101, 150, MEAN));
        assertThat(pool.call("y", NOW, asking(new Ask("new", 200, 1))).granted())
                .as("58 are left in the bucket, and 57 of them are for the others")
                .containsOnlyKeys("new");
        assertThat(pool.call("z", NOW, asking(new Ask("newer", 300, 1))).granted())
                .as("now they are not enough for all")
                .isEmpty();
    }

    @Test
    void aLoopThatIsDead_blocksNoLongerThanItsPromiseAndTheGrace() {
        LocalPool pool = pool(SLOW, false);
        long until = NOW + promise(pool.call("dead", NOW, asking(new Ask("old", 100, 1))));
        assertThat(until).isLessThanOrEqualTo(NOW + 1_300_000);

        assertThat(pool.call("y", until, asking(new Ask("new", 200, 1))).granted())
                .isEmpty();
        assertThat(pool.call("y", until + 1, asking(new Ask("new", 200, 1))).granted())
                .containsOnlyKeys("new");
    }

    @Test
    void aLoopThatIsLate_isStillCounted_untilItMustBeDead() {
        LocalPool pool = pool(SLOW, false);
        PoolCall line = new PoolCall(List.of(new Ask("old", 100, 1)), List.of(), 7, 101, 150, MEAN);
        long until = NOW + promise(pool.call("late", NOW, line)) + 1;

        assertThat(eta(pool.call("y", until, joining(new Newcomer("new", 200, MINUTE, 0)))))
                .as("behind seven, with a second of refill gone")
                .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
        assertThat(eta(pool.call("y", until + 10 * SECOND, joining(new Newcomer("newer", 200, MINUTE, 0)))))
                .isZero();
    }

    private static Duration eta(PoolReply reply) {
        return switch (reply.verdicts().getFirst()) {
            case Verdict.Waits(int _, Duration eta) -> eta;
            case Verdict.Granted _ -> Duration.ZERO;
            case Verdict.Shed(Duration retryAfter) -> throw new AssertionError("shed for " + retryAfter);
        };
    }

    @Test
    void aLoopWithoutRoomOfItsOwn_holdsNobodyUp_butCounts() {
        LocalPool pool = pool(SLOW, false);
        pool.call("x", NOW, new PoolCall(List.of(), List.of(), 7, 100, 150, MEAN));

        PoolReply reply = pool.call("y", NOW, joining(new Newcomer("new", 200, MINUTE, 0)));

        assertThat(reply.verdicts()).containsExactly(new Verdict.Waits(8, Duration.ofSeconds(8)));
        assertThat(pool.call("y", NOW + SECOND, asking(new Ask("new", 200, 1))).granted())
                .containsOnlyKeys("new");
    }

    @Test
    void aLineThatEnded_holdsNobodyUp() {
        LocalPool pool = pool(SLOW, false);
        pool.call("x", NOW, asking(new Ask("old", 100, 1)));
        pool.call("x", NOW, asking());
        assertThat(pool.call("y", NOW + SECOND, asking(new Ask("new", 200, 1))).granted())
                .containsOnlyKeys("new");
    }

    @Test
    void positions_countWhatStandsBeforeInTheOtherLines() {
        LocalPool pool = pool(SLOW, false);
        pool.call("x", NOW, new PoolCall(List.of(new Ask("old", 1_000, 1)), List.of(), 10, 1_001, 2_000, MEAN));

        PoolReply reply = pool.call(
                "y", NOW, joining(new Newcomer("middle", 1_500, MINUTE, 2), new Newcomer("last", 3_000, MINUTE, 3)));

        assertThat(reply.verdicts())
                .containsExactly(
                        new Verdict.Waits(8, Duration.ofSeconds(8)), new Verdict.Waits(14, Duration.ofSeconds(14)));
    }

    @Test
    void whoCannotBeServedInTime_isShed_andEachIsToldALaterTime() {
        LocalPool pool = pool(SLOW, false);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Newcomer first = new Newcomer("a" + i, 100 + i, 0, 0);
            Newcomer second = new Newcomer("b" + i, 100 + i, 0, 0);
            verdicts.addAll(pool.call("x" + i, NOW, joining(first, second)).verdicts());
        }
        assertThat(verdicts)
                .containsExactlyElementsOf(IntStream.rangeClosed(2, 7)
                        .mapToObj(Duration::ofSeconds)
                        .map(Verdict.Shed::new)
                        .toList());
    }

    @Test
    void whoIsShed_countsInNoLine() {
        LocalPool pool = pool(SLOW, false);
        pool.call("x", NOW, joining(new Newcomer("shed", 100, 0, 0)));
        assertThat(pool.call("y", NOW, joining(new Newcomer("new", 200, MINUTE, 0)))
                        .verdicts())
                .containsExactly(new Verdict.Waits(1, Duration.ofSeconds(1)));
    }

    @Test
    void aNewcomerWithRoom_isGrantedAtOnce() {
        PoolCall call =
                new PoolCall(List.of(new Ask("1", 1, 1)), List.of(new Newcomer("1", 1, MINUTE, 0)), 0, 0, 1, MEAN);
        PoolReply reply = pool(SLOW, true).call("x", NOW, call);
        assertThat(reply.granted()).containsOnlyKeys("1");
        assertThat(reply.verdicts()).containsExactly(new Verdict.Granted());
    }

    @Test
    void aReservationThatNobodyRenews_isChargedAndFreed() {
        LocalPool pool = pool(settings(1, new KeyLimit("a", 60, 60_000)), true);
        pool.call("x", NOW, asking(new Ask("lost", 1, 30_000)));
        long end = NOW + MINUTE;
        assertThat(pool.call("y", end - 1, asking(new Ask("next", 2, 1))).granted())
                .isEmpty();
        assertThat(pool.call("y", end, asking(new Ask("next", 2, 40_000))).granted())
                .as("freed, but charged: 29,880 are left")
                .isEmpty();
        assertThat(pool.call("y", end, asking(new Ask("next", 2, 29_000))).granted())
                .containsOnlyKeys("next");
    }

    @Test
    void aReservationThatIsRenewed_staysOpen() {
        LocalPool pool = pool(settings(1, new KeyLimit("a", 0, 0)), true);
        pool.call("x", NOW, asking(new Ask("long", 1, 1)));
        pool.note(NOW + 40 * SECOND, new PoolNote.Lease("long"));
        pool.note(NOW + 40 * SECOND, new PoolNote.Lease("unknown"));
        assertThat(pool.call("y", NOW + 99 * SECOND, asking(new Ask("next", 2, 1)))
                        .granted())
                .isEmpty();
        assertThat(pool.call("y", NOW + 100 * SECOND, asking(new Ask("next", 2, 1)))
                        .granted())
                .containsOnlyKeys("next");
    }

    @Test
    void notesToldTwice_doNothingTheSecondTime() {
        LocalPool pool = pool(settings(0, new KeyLimit("a", 60, 60_000)), true);
        pool.call("x", NOW, asking(new Ask("1", 1, 1_000)));
        for (int i = 0; i < 3; i++) {
            pool.note(NOW, new PoolNote.Arrived("1", true));
        }
        for (int i = 0; i < 3; i++) {
            pool.note(NOW, new PoolNote.Ended("1", true, 400));
        }
        assertThat(pool.takeSpent(NOW, 0)).containsExactly(new PoolNote.Spent("a", 1, 400, NOW));
        assertThat(pool.holds("1")).isFalse();
    }

    @Test
    void whatIsStillHeld_countsAsSpentInFull() {
        LocalPool pool = pool(settings(0, new KeyLimit("a", 60, 60_000)), true);
        pool.call("x", NOW, asking(new Ask("1", 1, 1_000), new Ask("2", 2, 2_000)));
        pool.note(NOW, new PoolNote.Ended("1", true, 10));
        pool.chargeOpen();
        assertThat(pool.takeSpent(NOW, 0)).containsExactly(new PoolNote.Spent("a", 2, 2_010, NOW));
        assertThat(pool.takeSpent(NOW, 0)).as("told").containsExactly(new PoolNote.Spent("a", 0, 0, NOW));
    }

    @Test
    void theKeyWithMostToSpare_isUsed_andNoneThatPauses() {
        LocalPool pool = pool(settings(0, new KeyLimit("small", 10, 0), new KeyLimit("large", 100, 0)), true);
        List<String> used = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if (i == 2) {
                pool.note(NOW, new PoolNote.CoolDown("large", Duration.ZERO));
            }
            used.addAll(pool.call("x", NOW, asking(new Ask("r" + i, i + 1, 1)))
                    .granted()
                    .values());
        }
        assertThat(used).as("equally free, then the larger").containsExactly("small", "large", "small", "small");
    }

    @Test
    void allKeysPause_tellsHowLong_andLetsNobodyGo() {
        LocalPool pool = pool(SLOW, true);
        pool.note(NOW, new PoolNote.CoolDown("a", Duration.ofSeconds(7)));
        pool.note(NOW, new PoolNote.CoolDown("unknown", Duration.ofSeconds(70)));

        PoolReply reply = pool.call("x", NOW, asking(new Ask("1", 1, 1)));

        assertThat(reply.granted()).isEmpty();
        assertThat(reply.times().cooling()).hasSeconds(7);
        PoolReply joined = pool.call("y", NOW, joining(new Newcomer("2", 2, MINUTE, 0)));
        assertThat(joined.verdicts()).containsExactly(new Verdict.Waits(2, Duration.ofSeconds(7)));
    }

    @Test
    void aProviderThatIsDown_isSaidToBe_untilTheTimeIsOver() {
        LocalPool pool = pool(SLOW, true);
        pool.note(NOW, new PoolNote.Down(Duration.ofSeconds(10)));
        pool.note(NOW, new PoolNote.Down(Duration.ofSeconds(5)));
        assertThat(pool.call("x", NOW + 4 * SECOND, asking()).times().down()).hasSeconds(6);
        assertThat(pool.call("x", NOW + 11 * SECOND, asking()).times().down()).isZero();
    }

    @Test
    void inFlightMax_boundsWhatIsOpen_andIsAskedForAgainSoon() {
        LocalPool pool = pool(settings(2, new KeyLimit("a", 0, 0)), true);
        PoolReply reply = pool.call("x", NOW, asking(new Ask("1", 1, 1), new Ask("2", 2, 1), new Ask("3", 3, 1)));
        assertThat(reply.granted()).containsOnlyKeys("1", "2");
        assertThat(reply.times().pollAfter()).hasMillis(20);

        pool.note(NOW, new PoolNote.Ended("1", false, 0));

        assertThat(pool.call("x", NOW, asking(new Ask("3", 3, 1))).granted()).containsOnlyKeys("3");
    }

    /* A loop that lost the store keeps to its share of every limit, of this one, too. */
    @Test
    void inFlightMax_isSharedAsTheOtherLimitsAre() {
        PoolSettings settings = settings(32, new KeyLimit("a", 0, 0));
        LocalPool pool = new LocalPool(settings, PoolRules.of(settings), 16, false, NOW);
        Ask[] asks =
                IntStream.range(0, 16).mapToObj(i -> new Ask("r" + i, i + 1, 1)).toArray(Ask[]::new);
        assertThat(pool.call("x", NOW, asking(asks)).granted()).hasSize(2);
    }

    @Test
    void nothingWaits_pollsAtLeisure() {
        assertThat(pool(SLOW, true).call("x", NOW, asking()).times().pollAfter())
                .isEqualTo(PoolRules.of(SLOW).pollMax());
    }

    @Test
    void whoComesBeforeOthers_isShed_ifTheLastOfThemWouldBeLate() {
        LocalPool pool = pool(SLOW, false);
        long came = 10 * SECOND;
        pool.call(
                "x", NOW, new PoolCall(List.of(), List.of(), 60, came, came + SECOND, MEAN)); // its last waits a minute

        Newcomer early = new Newcomer("early", came - SECOND, MINUTE - 2 * SECOND, 0);
        assertThat(pool.call("y", NOW, joining(early)).verdicts().getFirst())
                .as("61 seconds, and the last may wait 60")
                .isInstanceOf(Verdict.Shed.class);
        Newcomer patient = new Newcomer("patient", came - SECOND, MINUTE - SECOND, 0);
        assertThat(pool.call("z", NOW, joining(patient)).verdicts())
                .containsExactly(new Verdict.Waits(1, Duration.ofSeconds(1)));
    }

    @Test
    void interval_isZeroOnlyWhileBucketsHoldPlenty_andNobodyWaits() {
        KeyLimit key = new KeyLimit("a", 600, 60_000);
        assertThat(interval(pool(settings(0, key), true).call("x", NOW, asking())))
                .isZero();
        assertThat(interval(pool(settings(0, key), false).call("x", NOW, asking())))
                .as("500 tokens at 1,000 a second")
                .hasMillis(500);
        LocalPool busy = pool(settings(0, key), true);
        busy.call("x", NOW, new PoolCall(List.of(), List.of(), 1, 100, 100, MEAN));
        assertThat(interval(busy.call("y", NOW, asking()))).hasMillis(500);
        assertThat(interval(pool(settings(0, new KeyLimit("a", 60, 0)), true).call("x", NOW, asking())))
                .as("a bucket of fewer than 64 requests never holds plenty")
                .hasSeconds(1);
    }

    private static Duration interval(PoolReply reply) {
        return reply.times().interval();
    }
}
