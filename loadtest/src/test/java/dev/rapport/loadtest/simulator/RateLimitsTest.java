package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.simulator.RateLimits.Admission;
import dev.rapport.loadtest.simulator.RateLimits.Charge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    private static final long SECOND = 1_000_000_000L;

    private static RateLimits bucket(long requestsPerMinute, long tokensPerMinute) {
        return new RateLimits(new LimitSettings(requestsPerMinute, tokensPerMinute, LimitMode.BUCKET, false), 0);
    }

    /** Sixty at once, then one a second: in ten minutes as many as the limit allows and not one more. */
    @Test
    void admit_askedTenTimesTooOften_lets60And1ASecondThrough() {
        RateLimits limits = bucket(60, 0);
        int granted = 0;
        for (long now = 0; now <= 600 * SECOND; now += SECOND / 10) {
            granted += limits.admit(1, now) instanceof Admission.Granted ? 1 : 0;
        }

        assertThat(granted).isEqualTo(660);
    }

    /** True: a moment before the time that was named there is no room, and then there is. */
    @Test
    void admit_refused_retryAfterIsTrue() {
        RateLimits limits = bucket(7, 0);
        for (int i = 0; i < 7; i++) {
            assertThat(limits.admit(1, 0)).isInstanceOf(Admission.Granted.class);
        }
        Admission refused = limits.admit(1, SECOND);
        long waitMillis = Long.parseLong(refused.headers().getOrDefault("retry-after-ms", "-1"));

        assertThat(waitMillis).isEqualTo(7_572); // a seventh of a minute is 8,571.4 ms, of which one second is over
        assertThat(refused.headers()).containsEntry("retry-after", "8");
        assertThat(limits.admit(1, SECOND + (waitMillis - 1) * 1_000_000)).isInstanceOf(Admission.Refused.class);
        assertThat(limits.admit(1, SECOND + waitMillis * 1_000_000)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void admit_requestsUsedUp_saysSoInAllHeaders() {
        RateLimits limits = bucket(60, 1_000);
        for (int i = 0; i < 60; i++) {
            limits.admit(10, 0);
        }

        assertThat(limits.admit(10, 0)).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.type()).isEqualTo("requests");
            assertThat(refused.message()).isEqualTo("60 requests per minute used up. Try again in 1s.");
            assertThat(refused.headers())
                    .containsEntry("retry-after", "1")
                    .containsEntry("retry-after-ms", "1000")
                    .containsEntry("x-ratelimit-limit-requests", "60")
                    .containsEntry("x-ratelimit-remaining-requests", "0")
                    .containsEntry("x-ratelimit-reset-requests", "1m0s")
                    .containsEntry("x-ratelimit-limit-tokens", "1000")
                    .containsEntry("x-ratelimit-remaining-tokens", "400")
                    .containsEntry("x-ratelimit-reset-tokens", "36s");
        });
    }

    @Test
    void admit_tokensUsedUp_blamesTokens_andTakesNoRequest() {
        RateLimits limits = bucket(60, 1_000);
        limits.admit(900, 0);

        assertThat(limits.admit(200, 0)).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.type()).isEqualTo("tokens");
            assertThat(refused.headers())
                    .containsEntry("retry-after-ms", "6000")
                    .containsEntry("x-ratelimit-remaining-requests", "59");
        });
        assertThat(limits.admit(200, 6 * SECOND)).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void admit_moreTokensThanTheBucketHolds_promisesNothing() {
        RateLimits limits = bucket(0, 1_000);

        assertThat(limits.admit(1_001, 0)).isInstanceOfSatisfying(Admission.Refused.class, refused -> {
            assertThat(refused.message()).isEqualTo("Request too large: it needs more than 1000 tokens per minute.");
            assertThat(refused.headers())
                    .containsEntry("x-should-retry", "false")
                    .doesNotContainKeys("retry-after", "retry-after-ms");
        });
    }

    @Test
    void admit_noLimits_grantsWithoutHeaders() {
        assertThat(bucket(0, 0).admit(1_000_000, 0))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.headers()).isEmpty());
    }

    @Test
    void admit_limits_sayWhatWasChargedAndLeft() {
        RateLimits limits = bucket(2, 600);

        assertThat(limits.admit(100, 0).charge()).isEqualTo(new Charge(100L, 1.0, 500.0));
        assertThat(limits.admit(501, 0).charge()).isEqualTo(new Charge(0L, 1.0, 500.0));
        /* A second refills a thirtieth of a request and ten tokens. */
        assertThat(limits.admit(510, SECOND).charge()).satisfies(charge -> {
            assertThat(charge.tokens()).isEqualTo(510);
            assertThat(charge.requestsLeft()).isCloseTo(1.0 / 30, within(1e-9));
            assertThat(charge.tokensLeft()).isCloseTo(0, within(1e-9));
        });
        assertThat(bucket(2, 0).admit(100, 0).charge()).isEqualTo(new Charge(null, 1.0, null));
        assertThat(bucket(0, 0).admit(100, 0).charge()).isEqualTo(Charge.NONE);
    }

    @Test
    void addTo_refusals_areCountedByWhatWasMissing() {
        RateLimits limits = bucket(1, 100);
        limits.admit(200, 0);
        limits.admit(300, 0);
        limits.admit(10, 0);
        limits.admit(10, 0);

        assertThat(rejected(limits)).isEqualTo("{\"rejected\":{\"requests\":1,\"tokens\":2}}");
        limits.reset();
        assertThat(rejected(limits)).isEqualTo("{\"rejected\":{\"requests\":0,\"tokens\":0}}");
    }

    private static String rejected(RateLimits limits) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        limits.addTo(json);
        return json.toString();
    }

    /** Two threads read the clock and take the lock in the other order. */
    @Test
    void level_earlierTimeThanBefore_takesAndGivesNothing() {
        TokenBucket bucket = new TokenBucket(60, 0);
        bucket.take(30, 10 * SECOND);

        assertThat(bucket.level(9 * SECOND)).isEqualTo(30);
        assertThat(bucket.waitNanos(30, 5 * SECOND)).isZero();
        assertThat(bucket.level(11 * SECOND)).isCloseTo(31, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "1,1ms",
        "12000000,12ms",
        "1000000000,1s",
        "6500000000,6.5s",
        "6500000001,6.501s",
        "60000000000,1m0s",
        "61050000000,1m1.05s",
        "10000000000,10s"
    })
    void goDuration_variousLengths_asGoParsesThem(long nanos, String expected) {
        assertThat(RateLimits.goDuration(nanos)).isEqualTo(expected);
    }

    @Test
    void take_manySmallRefills_loseNothingToRounding() {
        TokenBucket bucket = new TokenBucket(500, 0);
        bucket.take(500, 0);
        long now = 0;
        for (int i = 0; i < 120_000; i++) {
            now += 1_000_000; // two minutes in steps of a millisecond, asked each time
            bucket.remaining(now);
            if (i == 59_999) {
                assertThat(bucket.remaining(now)).isEqualTo(500);
            }
        }
        assertThat(bucket.remaining(now)).isEqualTo(500);
        assertThat(bucket.nanosToFull(now)).isZero();
    }
}
