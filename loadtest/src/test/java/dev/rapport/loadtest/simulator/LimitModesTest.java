package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.simulator.RateLimits.Admission;
import org.junit.jupiter.api.Test;

class LimitModesTest {
    private static final long SECOND = 1_000_000_000L;

    private static RateLimits limits(long requestsPerMinute, LimitMode mode, boolean countRejected) {
        return new RateLimits(new LimitSettings(requestsPerMinute, 0, mode, countRejected), 0);
    }

    /** How many of the requests that come evenly, from one time up to another, are let through. */
    private static int granted(RateLimits limits, long fromNanos, long toNanos, long everyNanos) {
        int granted = 0;
        for (long now = fromNanos; now < toNanos; now += everyNanos) {
            granted += limits.admit(1, now) instanceof Admission.Granted ? 1 : 0;
        }
        return granted;
    }

    @Test
    void fixedWindow_askedAllTheTime_grantsAMinutesWorthAtTheStartOfEachMinute() {
        RateLimits limits = limits(500, LimitMode.FIXED_WINDOW, false);

        assertThat(granted(limits, 0, SECOND, SECOND / 1_000)).isEqualTo(500);
        assertThat(granted(limits, SECOND, 60 * SECOND, SECOND / 100)).isZero();
        assertThat(granted(limits, 60 * SECOND, 180 * SECOND, SECOND / 100)).isEqualTo(1_000);
    }

    @Test
    void fixedWindow_refused_retryAfterIsTheNextWindow() {
        RateLimits limits = limits(1, LimitMode.FIXED_WINDOW, false);
        limits.admit(1, 0);

        Admission refused = limits.admit(1, 20 * SECOND);

        assertThat(refused.headers())
                .containsEntry("retry-after-ms", "40000")
                .containsEntry("x-ratelimit-reset-requests", "40s");
        assertThat(limits.admit(1, 60 * SECOND - 1)).isInstanceOf(Admission.Refused.class);
        assertThat(limits.admit(1, 60 * SECOND)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void perSecond_askedAllTheTime_grantsASixtiethEachSecondAndAllOfItInAMinute() {
        RateLimits limits = limits(500, LimitMode.PER_SECOND, false);

        assertThat(granted(limits, 0, SECOND, SECOND / 1_000)).isEqualTo(8);
        assertThat(granted(limits, SECOND, 2 * SECOND, SECOND / 1_000)).isEqualTo(8);
        assertThat(granted(limits, 2 * SECOND, 3 * SECOND, SECOND / 1_000)).isEqualTo(9);
        assertThat(granted(limits, 60 * SECOND, 120 * SECOND, SECOND / 100)).isEqualTo(500);
    }

    /** Fifteen seconds without a request: a bucket would hold 125 now. */
    @Test
    void perSecond_nobodyAskedForAWhile_nothingIsSavedUp() {
        assertThat(granted(limits(500, LimitMode.PER_SECOND, false), 15 * SECOND, 16 * SECOND, SECOND / 1_000))
                .isEqualTo(8);
    }

    @Test
    void perSecond_fewerThanOneASecond_retryAfterNamesASecondThatHasOne() {
        RateLimits limits = limits(20, LimitMode.PER_SECOND, false); // one in the third second, the sixth, ...

        assertThat(limits.admit(1, 0).headers()).containsEntry("retry-after-ms", "2000");
        assertThat(limits.admit(1, 2 * SECOND)).isInstanceOf(Admission.Granted.class);
        assertThat(limits.admit(1, 2 * SECOND).headers()).containsEntry("retry-after-ms", "3000");
    }

    @Test
    void perSecond_moreTokensThanASecondHas_promisesNothing() {
        RateLimits limits = new RateLimits(new LimitSettings(0, 6_000, LimitMode.PER_SECOND, false), 0);

        assertThat(limits.admit(101, 0)).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.message()).isEqualTo("Request too large: it needs more than 100 tokens per second.");
            assertThat(refused.headers()).containsEntry("x-should-retry", "false");
        });
    }

    /** Two a second are asked for where one a second refills: whoever keeps asking stays out. */
    @Test
    void countRejected_bucketAskedTwiceAsOftenAsItRefills_grantsNothingAfterTheFirstFill() {
        assertThat(granted(limits(60, LimitMode.BUCKET, false), 0, 600 * SECOND, SECOND / 2))
                .isBetween(655, 660);
        assertThat(granted(limits(60, LimitMode.BUCKET, true), 0, 600 * SECOND, SECOND / 2))
                .isEqualTo(119);
    }

    @Test
    void countRejected_refused_retryAfterIsTrueIfNobodyAsksInBetween() {
        RateLimits limits = limits(60, LimitMode.BUCKET, true);
        for (int i = 0; i < 60; i++) {
            limits.admit(1, 0);
        }

        Admission refused = limits.admit(1, SECOND / 2);

        assertThat(refused.headers()).containsEntry("retry-after-ms", "1000");
        assertThat(limits.admit(1, SECOND / 2 + SECOND)).isInstanceOf(Admission.Granted.class);
    }
}
