package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.limit.LocalKey.Hold;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One bucket of requests and one of tokens. */
class LocalKeyTest {
    private static final long NOW = VirtualTime.START_MICROS;
    private static final long SECOND = 1_000_000;

    /** One request a second. */
    private static final KeyLimit SIXTY_REQUESTS = new KeyLimit("a", 60, 0);

    /** A thousand tokens a second. */
    private static final KeyLimit SIXTY_THOUSAND_TOKENS = new KeyLimit("a", 0, 60_000);

    private static LocalKey full(KeyLimit limit) {
        return new LocalKey(limit, 1, true, NOW);
    }

    private static List<Hold> holdAll(LocalKey key, long now) {
        List<Hold> holds = new ArrayList<>();
        while (key.admits(now, 1)) {
            holds.add(key.hold(1, now, LocalPool.PROBE_MICROS));
        }
        return holds;
    }

    private static long requests(LocalKey key) {
        return Math.floorDiv(key.requestsRoom(), LocalKey.UNIT);
    }

    private static long tokens(LocalKey key) {
        return Math.floorDiv(key.tokensRoom(), LocalKey.UNIT);
    }

    @Test
    void aFullBucketIsALittleSmallerThanTheLimit() {
        assertThat(holdAll(full(SIXTY_REQUESTS), NOW)).hasSize(59);
        assertThat(LocalKey.burst(500)).isEqualTo(499);
        assertThat(LocalKey.burst(40_000)).isEqualTo(39_920);
        assertThat(LocalKey.burst(1)).isEqualTo(1);
        assertThat(LocalKey.burst(0)).isZero();
    }

    @Test
    void aBucketThatBeginsEmpty_givesOneRequestASecond() {
        LocalKey key = new LocalKey(SIXTY_REQUESTS, 1, false, NOW);

        key.refill(NOW + SECOND - 1);
        assertThat(key.admits(NOW + SECOND - 1, 1)).isFalse();

        key.refill(NOW + SECOND);
        assertThat(holdAll(key, NOW + SECOND)).hasSize(1);
    }

    @Test
    void noLimit_admitsWhateverComes() {
        LocalKey key = full(new KeyLimit("a", 0, 0));
        for (int i = 0; i < 10_000; i++) {
            assertThat(key.admits(NOW, 1_000_000)).isTrue();
            key.ended(key.hold(1_000_000, NOW, 0), true, 1_000_000);
        }
    }

    /* The provider, still full, gets no refill either while the request is on its way. */
    @Test
    void whatIsHeldInAFullBucket_isNotFilledUpAgain() {
        LocalKey key = full(SIXTY_REQUESTS);
        holdAll(key, NOW);

        key.refill(NOW + 10 * SECOND);

        assertThat(key.admits(NOW + 10 * SECOND, 1)).isFalse();
    }

    @Test
    void arrival_chargesTheRequest_andRefillBegins() {
        LocalKey key = full(SIXTY_REQUESTS);
        List<Hold> holds = holdAll(key, NOW);
        Hold arrived = key.arrived(holds.getFirst(), true);
        assertThat(arrived.requests()).isZero();
        assertThat(requests(key)).isZero();

        key.refill(NOW + 10 * SECOND); // up to the brim, which is one above what is held

        assertThat(requests(key)).isEqualTo(1);
        assertThat(key.takeSpent(1, 0).requests())
                .as("it is as full as it can be")
                .isZero();
    }

    @Test
    void endAfterArrival_chargesTheRequestOnce() {
        LocalKey key = full(SIXTY_REQUESTS);
        Hold hold = key.hold(1, NOW, 0);
        key.ended(key.arrived(hold, true), true, 1);
        assertThat(requests(key)).isEqualTo(58);
        assertThat(key.takeSpent(1, 0).requests()).isEqualTo(1);
    }

    @Test
    void endOfWhatWasNeverSent_givesAllBack() {
        LocalKey key = full(new KeyLimit("a", 60, 60_000));
        key.ended(key.hold(1_000, NOW, 0), false, 0);
        assertThat(requests(key)).isEqualTo(59);
        assertThat(tokens(key)).isEqualTo(59_880);
        assertThat(key.takeSpent(1, 0).tokens()).isZero();
    }

    @Test
    void end_chargesTheTokensThatWereUsed() {
        LocalKey key = full(SIXTY_THOUSAND_TOKENS);
        Hold hold = key.hold(1_000, NOW, 0);
        assertThat(tokens(key)).isEqualTo(58_880);
        key.ended(hold, true, 300);
        assertThat(tokens(key)).isEqualTo(59_580);
        assertThat(key.takeSpent(1, 0).tokens()).isEqualTo(300);
    }

    @Test
    void end_tokensUnknown_chargesAllThatWasHeld() {
        LocalKey key = full(SIXTY_THOUSAND_TOKENS);
        key.ended(key.hold(1_000, NOW, 0), true, -1);
        assertThat(tokens(key)).isEqualTo(58_880);
    }

    @Test
    void aRequestLargerThanTheBucket_goesWhenItIsFull_andLeavesADebt() {
        LocalKey key = full(SIXTY_THOUSAND_TOKENS);
        key.ended(key.hold(1, NOW, 0), true, 1);
        assertThat(key.admits(NOW, 200_000)).as("one token below the brim").isFalse();
        key.refill(NOW + SECOND);
        assertThat(key.admits(NOW + SECOND, 200_000)).isTrue();

        key.ended(key.hold(200_000, NOW + SECOND, 0), true, 200_000);

        assertThat(tokens(key)).isEqualTo(59_880 - 200_000);
        key.refill(NOW + 141 * SECOND);
        assertThat(key.admits(NOW + 141 * SECOND, 1)).isFalse();
        key.refill(NOW + 142 * SECOND);
        assertThat(key.admits(NOW + 142 * SECOND, 1)).isTrue();
    }

    @Test
    void pauses_doubleUpToAMinute() {
        LocalKey key = full(SIXTY_REQUESTS);
        long now = NOW;
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            key.coolDown(now, 0, LocalPool.PAUSE_MAX_MICROS);
            pauses.add(key.coolingMicros(now) / SECOND);
            now += key.coolingMicros(now);
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void manyRefusalsOfOnePause_areOne() {
        LocalKey key = full(SIXTY_REQUESTS);
        for (int i = 0; i < 100; i++) {
            key.coolDown(NOW, 0, LocalPool.PAUSE_MAX_MICROS);
        }
        assertThat(key.coolingMicros(NOW)).isEqualTo(SECOND);
        key.coolDown(NOW + SECOND, 0, LocalPool.PAUSE_MAX_MICROS);
        assertThat(key.coolingMicros(NOW + SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void aPause_isNeverShorterThanTheProviderWants() {
        LocalKey key = full(SIXTY_REQUESTS);
        key.coolDown(NOW, 300 * SECOND, LocalPool.PAUSE_MAX_MICROS);
        assertThat(key.coolingMicros(NOW)).isEqualTo(300 * SECOND);
        assertThat(key.admits(NOW + 300 * SECOND - 1, 1)).isFalse();
        assertThat(key.admits(NOW + 300 * SECOND, 1)).isTrue();
    }

    /* An answer to an older request says that all is well while the key still pauses; then one more says 429. */
    @Test
    void aRefusalAfterAnOldSuccess_pausesAsAFirstOneDoes() {
        LocalKey key = full(SIXTY_REQUESTS);
        Hold old = key.hold(1, NOW, 0);
        key.coolDown(NOW, 0, LocalPool.PAUSE_MAX_MICROS);
        key.arrived(old, true);

        key.coolDown(NOW + 900_000, 0, LocalPool.PAUSE_MAX_MICROS);

        assertThat(key.coolingMicros(NOW + 900_000)).isGreaterThanOrEqualTo(500_000);
    }

    @Test
    void afterAPause_oneTriesAlone_untilItIsHeardOf() {
        LocalKey key = full(SIXTY_REQUESTS);
        key.coolDown(NOW, 0, LocalPool.PAUSE_MAX_MICROS);
        long later = NOW + SECOND;

        Hold probe = key.hold(1, later, LocalPool.PROBE_MICROS);
        assertThat(key.admits(later, 1)).isFalse();
        assertThat(key.coolingMicros(later)).isEqualTo(LocalPool.PROBE_MICROS);

        key.arrived(probe, true);
        assertThat(key.admits(later, 1)).isTrue();
        assertThat(key.coolingMicros(later)).isZero();
    }

    @Test
    void aProbeOfWhichNothingIsHeard_blocksForHalfAMinute() {
        LocalKey key = full(SIXTY_REQUESTS);
        key.coolDown(NOW, 0, LocalPool.PAUSE_MAX_MICROS);
        key.hold(1, NOW + SECOND, LocalPool.PROBE_MICROS);
        assertThat(key.admits(NOW + 31 * SECOND - 1, 1)).isFalse();
        assertThat(key.admits(NOW + 31 * SECOND, 1)).isTrue();
    }

    @Test
    void aProbeThatIsRefused_pausesTwiceAsLong() {
        LocalKey key = full(SIXTY_REQUESTS);
        key.coolDown(NOW, 0, LocalPool.PAUSE_MAX_MICROS);
        Hold probe = key.hold(1, NOW + SECOND, LocalPool.PROBE_MICROS);

        key.arrived(probe, false);
        key.coolDown(NOW + SECOND, 0, LocalPool.PAUSE_MAX_MICROS);

        assertThat(key.coolingMicros(NOW + SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void aProbeThatWasNeverSent_letsTheNextOneTry() {
        LocalKey key = full(SIXTY_REQUESTS);
        key.coolDown(NOW, 0, LocalPool.PAUSE_MAX_MICROS);
        key.ended(key.hold(1, NOW + SECOND, LocalPool.PROBE_MICROS), false, 0);
        assertThat(key.admits(NOW + SECOND, 1)).isTrue();
    }

    @Test
    void sixteenShares_giveNoMoreThanTheLimit() {
        KeyLimit limit = new KeyLimit("a", 500, 0);
        long half = NOW + 30 * SECOND;
        int granted = 0;
        for (int loop = 0; loop < 16; loop++) {
            LocalKey key = new LocalKey(limit, 16, false, NOW);
            for (long now = NOW; now <= half; now += 10_007) {
                key.refill(now);
            }
            key.refill(half);
            granted += holdAll(key, half).size();
        }
        assertThat(granted).isBetween(16 * 15, 250);
    }

    @Test
    void aClockThatWasSetBack_givesNothingTwice() {
        LocalKey key = new LocalKey(SIXTY_REQUESTS, 1, false, NOW);
        key.refill(NOW + 2 * SECOND);
        key.refill(NOW - 3_600 * SECOND);
        key.refill(NOW + 2 * SECOND);
        assertThat(requests(key)).isEqualTo(2);
    }

    @Test
    void theLargestLimitsAfterTenYears_areFullAndNoMore() {
        LocalKey key = new LocalKey(new KeyLimit("a", KeyLimit.REQUESTS_MAX, KeyLimit.TOKENS_MAX), 1, false, NOW);
        key.refill(NOW + 10 * 365 * 86_400 * SECOND);
        assertThat(requests(key)).isEqualTo(LocalKey.burst(KeyLimit.REQUESTS_MAX));
        assertThat(tokens(key)).isEqualTo(LocalKey.burst(KeyLimit.TOKENS_MAX));
    }

    @Test
    void whatWasSpentElsewhere_isTakenFromWhatIsLimited() {
        LocalKey key = full(SIXTY_REQUESTS);
        key.spent(9, 1_000_000);
        assertThat(requests(key)).isEqualTo(50);
        assertThat(key.tokensRoom()).as("not limited").isNotNegative();
    }

    @Test
    void takeSpent_withTimeAhead_tellsBeforeWhatCanBeUsed_andThatOnlyOnce() {
        LocalKey key = new LocalKey(new KeyLimit("a", 960, 0), 16, false, 0); // one a second
        key.refill(2_000_000);
        key.ended(key.hold(1, 2_000_000, 0), true, 0);
        assertThat(key.takeSpent(1, 3_000_000).requests())
                .as("one used, one there, three to come")
                .isEqualTo(5);
        key.refill(5_000_000);
        for (int i = 0; i < 3; i++) {
            key.ended(key.hold(1, 5_000_000, 0), true, 0);
        }
        assertThat(key.takeSpent(2, 0).requests()).as("told before").isZero();
        for (int i = 0; i < 2; i++) {
            key.ended(key.hold(1, 5_000_000, 0), true, 0);
        }
        assertThat(key.takeSpent(3, 0).requests()).as("one more than that").isEqualTo(1);
    }
}
