package dev.rapport.chat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.Quota;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT-1S, 0s",
        "PT0.000001S, 1ms",
        "PT0.012S, 12ms",
        "PT0.999S, 999ms",
        "PT0.9995S, 1s",
        "PT1S, 1s",
        "PT6.5S, 6.5s",
        "PT6.0501S, 6.051s",
        "PT41S, 41s",
        "PT50S, 50s",
        "PT59.9999S, 1m0s",
        "PT1M0S, 1m0s",
        "PT6M0S, 6m0s",
        "PT1M1.25S, 1m1.25s",
        "PT1H0S, 1h0m0s",
        "PT25H1M10S, 25h1m10s"
    })
    void goDuration_isAsGoWritesIt(Duration duration, String expected) {
        assertThat(RateLimitHeaders.goDuration(duration)).isEqualTo(expected);
    }

    @Test
    void of_bothLimits_areSixHeaders() {
        Quota quota = new Quota(
                new Quota.Limit(60, 0, Duration.ofMillis(6_500)),
                new Quota.Limit(40_000, 12_850, Duration.ofSeconds(41)));
        assertThat(RateLimitHeaders.of(quota))
                .containsExactly(
                        Map.entry("x-ratelimit-limit-requests", "60"),
                        Map.entry("x-ratelimit-remaining-requests", "0"),
                        Map.entry("x-ratelimit-reset-requests", "6.5s"),
                        Map.entry("x-ratelimit-limit-tokens", "40000"),
                        Map.entry("x-ratelimit-remaining-tokens", "12850"),
                        Map.entry("x-ratelimit-reset-tokens", "41s"));
    }

    @Test
    void of_debt_isNothingLeft() {
        Quota quota = new Quota(Quota.Limit.NONE, new Quota.Limit(100, -7, Duration.ofSeconds(2)));
        assertThat(RateLimitHeaders.of(quota))
                .containsOnly(
                        Map.entry("x-ratelimit-limit-tokens", "100"),
                        Map.entry("x-ratelimit-remaining-tokens", "0"),
                        Map.entry("x-ratelimit-reset-tokens", "2s"));
    }

    @Test
    void of_noLimits_isNone() {
        assertThat(RateLimitHeaders.of(Quota.NONE)).isEmpty();
    }
}
