package dev.rapport.loadtest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.clock.LoopTimer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HiccupMeterTest {
    private static final long MILLI = 1_000_000;
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void next_onTimeOrStalled_isTheNextOfTheSchedule() {
        assertThat(HiccupMeter.next(100 * MILLI, 100 * MILLI)).isEqualTo(110 * MILLI);
        assertThat(HiccupMeter.next(100 * MILLI, 135 * MILLI)).isEqualTo(140 * MILLI);
        assertThat(HiccupMeter.next(100 * MILLI, 99 * MILLI)).isEqualTo(110 * MILLI);
    }

    @Test
    void takeLongestNanos_loopThatWasStalled_isTheStallButNotTwice() throws InterruptedException {
        Context context = vertx.getOrCreateContext();
        LoopTimer timer = LoopTimer.of(context);
        HiccupMeter meter = new HiccupMeter(timer);
        CountDownLatch after = new CountDownLatch(1);
        context.runOnContext(start -> {
            meter.start();
            long end = System.nanoTime() + 200 * MILLI;
            while (System.nanoTime() < end) {
                Thread.onSpinWait(); // the loop can do nothing else
            }
            timer.at(end + 30 * MILLI, after::countDown);
        });

        assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
        long stall = meter.takeLongestNanos();
        assertThat(stall).isGreaterThanOrEqualTo(190 * MILLI);
        meter.stop();
        assertThat(meter.takeLongestNanos()).isLessThan(stall);
    }
}
