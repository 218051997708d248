package dev.rapport.llm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreClockTest {
    private static final long SECOND = 1_000_000;
    private static final long STORE = 1_700_000_000L * SECOND; // what its clock says when ours says 0

    private final AtomicLong micros = new AtomicLong();
    private final StoreClock clock = new StoreClock(new LimitLoop(
            "1/1",
            1,
            new NoScripts(),
            (_, _) -> () -> {},
            () -> micros.get() * 1_000,
            () -> STORE + 3_600 * SECOND, // this machine is an hour ahead
            _ -> {}));

    @Test
    void told_theFirstTime_replacesTheMachinesOwnTime() {
        reply(SECOND, 0);

        assertThat(clock.micros()).isEqualTo(STORE + SECOND);
    }

    @Test
    void told_late_doesNotPutTheClockBack() {
        reply(SECOND, 100);
        reply(2 * SECOND, 1_500_000);

        assertThat(clock.micros()).isEqualTo(STORE + 2 * SECOND + 1_500_000 - 100);
    }

    @Test
    void told_soonerThanBefore_putsItForward() {
        reply(SECOND, 1_500_000);
        reply(10 * SECOND, 50);

        assertThat(clock.micros()).isEqualTo(STORE + 10 * SECOND); // it runs 50 us behind
    }

    @Test
    void told_slowlyRunningStore_isFollowed() {
        reply(SECOND, 0);
        micros.set(1_001 * SECOND);
        clock.told(STORE + 1_001 * SECOND - 150_000); // 150 ppm behind after a thousand seconds

        assertThat(clock.micros()).isEqualTo(STORE + 1_001 * SECOND - 150_000);
    }

    @Test
    void told_storeWasSetBack_isFollowed() {
        reply(SECOND, 0);
        micros.set(2 * SECOND);
        clock.told(STORE - 60 * SECOND);

        assertThat(clock.micros()).isEqualTo(STORE - 60 * SECOND);
    }

    /* The store made it at this time, and it was read so much later. */
    private void reply(long madeMicros, long readLaterMicros) {
        micros.set(madeMicros + readLaterMicros);
        clock.told(STORE + madeMicros);
    }
}
