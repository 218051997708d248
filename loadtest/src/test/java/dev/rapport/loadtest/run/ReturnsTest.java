package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.client.FailureClass;
import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.record.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReturnsTest {
    private static final long SEED = 3;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicInteger begun = new AtomicInteger();

    private Returns returns(int requests, int wanted) {
        Burst burst = new Burst(requests, 1, Duration.ZERO, Duration.ZERO, 0, 1, Message.SHORT, wanted);
        return new Returns(burst, new SplittableRandom(SEED), () -> "burst-" + begun.incrementAndGet());
    }

    private static CallResult refused(int status, double retryAfter) {
        return new CallResult(
                new Sample.Times(0, 0, 1, -1, -1, -1, 1),
                Sample.Answer.NONE,
                FailureClass.HTTP_429,
                false,
                "",
                status,
                retryAfter,
                0,
                0,
                Sample.Server.SILENT,
                "");
    }

    @Test
    void draw_isThatOfTheSeed_andAboutAsManyAsWanted() {
        Returns returns = returns(1_000, 200);
        Returns same = returns(1_000, 200);
        List<Boolean> drawn = new ArrayList<>();
        List<Boolean> again = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(returns.draw());
            again.add(same.draw());
        }
        assertThat(drawn).isEqualTo(again);
        assertThat(drawn.stream().filter(each -> each).count()).isBetween(250L, 350L);
    }

    @Test
    void waitNanos_isWhatTheRefusalSaid_atMostForSoMany() {
        Returns returns = returns(10, 2);

        assertThat(returns.waitNanos(refused(429, 1.5))).isEqualTo(3 * SECOND / 2);
        assertThat(returns.waitNanos(refused(429, -1))).isEqualTo(Returns.NEVER);
        assertThat(returns.waitNanos(refused(503, 1))).isEqualTo(Returns.NEVER);
        assertThat(returns.waitNanos(refused(429, 0))).isZero();
        assertThat(returns.waitNanos(refused(429, 1))).isEqualTo(Returns.NEVER);
    }

    @Test
    void draw_nobodyWanted_isNobody() {
        assertThat(returns(10, 0).draw()).isFalse();
    }

    @Test
    void phase_beginsOnce() {
        Returns returns = returns(10, 2);

        assertThat(returns.phase()).isEqualTo("burst-1");
        assertThat(returns.phase()).isEqualTo("burst-1");
    }
}
