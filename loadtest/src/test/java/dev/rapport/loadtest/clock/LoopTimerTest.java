package dev.rapport.loadtest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTimerTest {
    private static final long MILLI = 1_000_000;
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void at_severalTimes_neverEarlyAndInOrder() throws InterruptedException {
        List<Long> lateNanos = new ArrayList<>();
        CountDownLatch fired = new CountDownLatch(5);
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> {
            LoopTimer timer = LoopTimer.of(context);
            long now = System.nanoTime();
            for (int i = 1; i <= 5; i++) {
                long due = now + 1_500_000L * i;
                timer.at(due, () -> {
                    lateNanos.add(System.nanoTime() - due);
                    fired.countDown();
                });
            }
        });

        assertThat(fired.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(lateNanos).hasSize(5).allSatisfy(late -> assertThat(late).isNotNegative());
    }

    @Test
    void cancel_beforeItsTime_neverRuns() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        List<String> ran = new ArrayList<>();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> {
            LoopTimer timer = LoopTimer.of(context);
            long now = System.nanoTime();
            timer.at(now + 5 * MILLI, () -> ran.add("cancelled")).cancel();
            timer.at(now + 10 * MILLI, done::countDown);
        });

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }
}
