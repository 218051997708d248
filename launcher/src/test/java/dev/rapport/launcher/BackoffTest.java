package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Backoff.FIRST);

    @Test
    void after_shortRuns_doublesUpToFiveSeconds() {
        assertThat(IntStream.range(0, 8)
                        .mapToObj(_ -> backoff.after(Duration.ofMillis(10)).toMillis()))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    }

    @Test
    void after_partThatWaitsLonger_doublesFromThere() {
        Backoff slow = new Backoff(Duration.ofMillis(1_500));
        assertThat(IntStream.range(0, 4)
                        .mapToObj(_ -> slow.after(Duration.ofMillis(10)).toMillis()))
                .containsExactly(1_500L, 3_000L, 5_000L, 5_000L);
        assertThat(slow.after(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void after_aHealthyRun_beginsAgain() {
        backoff.after(Duration.ZERO);
        backoff.after(Duration.ZERO);

        assertThat(backoff.after(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.after(Duration.ofSeconds(29))).isEqualTo(Duration.ofMillis(400));
    }
}
