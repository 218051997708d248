package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallsTest {
    /** From 3 to 5, from 13 to 15, ... nanoseconds. */
    private static final Stalls STALLS = new Stalls(Duration.ofNanos(10), Duration.ofNanos(2), Duration.ofNanos(3));

    @Test
    void leavesAt_dueInAStall_isItsEnd() {
        assertThat(STALLS.leavesAt(2)).isEqualTo(2);
        assertThat(STALLS.leavesAt(3)).isEqualTo(5);
        assertThat(STALLS.leavesAt(4)).isEqualTo(5);
        assertThat(STALLS.leavesAt(5)).isEqualTo(5);
        assertThat(STALLS.leavesAt(13)).isEqualTo(15);
        assertThat(STALLS.leavesAt(-7)).isEqualTo(-5);
    }

    @Test
    void stalledNanos_anyInterval_isTheSumOfItsMoments() {
        for (long from = -20; from < 20; from++) {
            long counted = 0;
            for (long to = from; to < from + 25; to++) {
                assertThat(STALLS.stalledNanos(from, to)).as("%d..%d", from, to).isEqualTo(counted);
                counted += STALLS.holds(to) ? 1 : 0;
            }
        }
    }

    @Test
    void none_holdsNothing() {
        assertThat(Stalls.NONE.holds(0)).isFalse();
        assertThat(Stalls.NONE.stalledNanos(0, 1_000_000_000_000L)).isZero();
    }

    @Test
    void new_stallAsLongAsItsPeriod_isRefused() {
        assertThatThrownBy(() -> new Stalls(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ZERO))
                .hasMessage("stall: PT2S (expected: 0 up to, but not, PT2S)");
    }
}
