package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeakySubjectTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void advance_overTime_leaksEvenly() {
        LeakySubject subject = new LeakySubject(new LeakSettings(60_000_000, 0, 0, 0), 1, 100);
        for (int minute = 1; minute <= 10; minute++) {
            subject.advance(100 + minute * MINUTE);

            assertThat(subject.leakedBytes()).isCloseTo(minute * 1_000_000L, within((long) LeakySubject.OBJECT_SIZE));
        }
        assertThat(subject.leakIsHeld()).isTrue();
    }

    @Test
    void advance_jitter_staysWithinItsBoundAndReturns() {
        LeakySubject subject = new LeakySubject(new LeakSettings(0, 1 << 20, 1 << 18, 0), 1, 0);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int second = 0; second < 200; second++) {
            subject.advance(second * MINUTE / 60);
            least = Math.min(least, subject.heldBytes());
            most = Math.max(most, subject.heldBytes());
        }

        assertThat(least).isBetween(1L << 20, (1L << 20) + (1L << 14));
        assertThat(most).isBetween((1L << 20) + (1L << 17), (1L << 20) + (1L << 18));
        assertThat(subject.leakedBytes()).isZero();
    }
}
