package dev.rapport.loadtest.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.run.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    @Test
    void of_midRun_saysLoadAndLatency() {
        Progress now = new Progress(
                "steady",
                "500 users, natural",
                Duration.ofSeconds(75),
                Duration.ofSeconds(3_605),
                2_000,
                1_900,
                3,
                97,
                28.04,
                27.5,
                118.4,
                246.6);

        assertThat(ProgressLine.of(now))
                .isEqualTo("1:15 steady       500 users, natural | chats/s: 28.0 planned, 27.5 ok | 97 in flight"
                        + " | e2e p50 118 ms, p99 247 ms | 1900 ok, 3 failed | 60:05 left");
    }

    @Test
    void of_nothingYet_hasNoLatency() {
        Progress now = new Progress(
                "warm-up", "", Duration.ZERO, Duration.ofSeconds(9), 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN);

        assertThat(ProgressLine.of(now)).contains("e2e p50 -, p99 -").endsWith("0:09 left");
    }
}
