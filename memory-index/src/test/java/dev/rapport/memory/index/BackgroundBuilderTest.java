package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BackgroundBuilderTest {
    @Test
    void execute_manyBuilds_oneAtATime_othersWait_andThenAreRefused() throws Exception {
        BackgroundBuilder builder = new BackgroundBuilder();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1 + BackgroundBuilder.WAITING_MAX);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Runnable build = () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            atOnce.decrementAndGet();
            ended.countDown();
        };
        builder.execute(build);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < BackgroundBuilder.WAITING_MAX; i++) {
            builder.execute(build);
        }
        assertThatThrownBy(() -> builder.execute(build)).isInstanceOf(RejectedExecutionException.class);

        mayEnd.countDown();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
    }
}
