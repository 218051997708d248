package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.stats.FifoQueue;
import org.junit.jupiter.api.Test;

/** Queues whose every wait is known by arithmetic. */
class QueueMetricsTest {
    /** Each way takes so long. */
    private static final double WAY_MILLIS = 2;

    /**
     * Fifty requests 10 ms apart at five places of 102 ms each, which they leave in the order in which they came, as {@code
     * vf-queue-burst} has it: the queue is the provider's own.
     */
    private static SyntheticRun burst() {
        SyntheticRun run = new SyntheticRun().phase("burst", 0, "burst", 5);
        double[] free = new double[5];
        for (int i = 0; i < 50; i++) {
            double arrived = 10 * i + WAY_MILLIS;
            double start = Math.max(arrived, free[i % 5]);
            free[i % 5] = start + 102;
            run.chat("burst", i / 100.0, free[i % 5] + WAY_MILLIS - 10 * i);
            run.provider.removeLast();
            run.attempt("ok", arrived, start - arrived, free[i % 5] - arrived, 10, 7);
        }
        return run;
    }

    @Test
    void wait_inTheProvidersOwnQueue_isWaiting() {
        Measurements found = burst().measurements();
        double mean = FifoQueue.predict(50, 10, 5, 102).meanWait();
        assertThat(mean).isGreaterThan(200);
        assertThat(found.value("queue.wait.mean")).isCloseTo(mean + 2 * WAY_MILLIS, within(1e-3));
        assertThat(found.value("queue.wait.p95")).isGreaterThan(400);
        assertThat(found.value("chat.overhead.max")).isCloseTo(2 * WAY_MILLIS, within(1e-3));
    }

    @Test
    void peaks_ofKnownQueue() {
        Measurements found = burst().measurements();
        assertThat(found.value("queue.peak")).isEqualTo(25);
        assertThat(found.value("queue.in_service_peak")).isEqualTo(5);
        assertThat(found.value("queue.fifo_inversions")).isZero();
    }

    @Test
    void inServicePeak_isTheProvidersOwnCount_ifItHasOne() {
        SyntheticRun run = burst();
        run.providerCounts.put("serving_peak", 6L);
        assertThat(run.measurements().value("queue.in_service_peak")).isEqualTo(6);
    }

    @Test
    void wait_ofFailure_isWithoutEnd() {
        SyntheticRun run = burst().chat("burst", 0.5, 100, "timeout");
        assertThat(run.measurements().value("queue.wait.max")).isInfinite();
        assertThat(run.measurements().value("queue.wait.ok_max")).isFinite();
    }

    /** The second had come later and was begun earlier; the third came in the same millisecond as the second. */
    @Test
    void inversions_areOfStarts_notOfArrivals() {
        SyntheticRun run = new SyntheticRun().phase("burst", 0, "burst", 1);
        run.chat("burst", 0, 200).provider.removeLast();
        run.attempt("ok", 0, 50, 100, 10, 7);
        run.chat("burst", 0.01, 200).provider.removeLast();
        run.attempt("ok", 10, 20, 60, 10, 7);
        run.chat("burst", 0.01, 200).provider.removeLast();
        run.attempt("ok", 10, 45, 100, 10, 7);
        assertThat(run.measurements().value("queue.fifo_inversions")).isEqualTo(1);
    }

    /** Refused, and left before its turn: neither had a place. */
    @Test
    void whoNeverHadAPlace_isNotCounted() {
        SyntheticRun run = burst();
        run.chat("burst", 0.495, 100, "timeout").provider.removeLast();
        run.attempt("429", 100, 0, 1, 0, 7).attempt("client-gone", 100, 90, 90, 0, 7);
        Measurements found = run.measurements();
        assertThat(found.value("queue.in_service_peak")).isEqualTo(5);
        assertThat(found.value("queue.fifo_inversions")).isZero();
        assertThat(found.value("queue.peak")).isEqualTo(26);
    }

    @Test
    void queue_ofAnotherProvider_isUnknown() {
        SyntheticRun run = burst();
        run.provider.clear();
        assertThat(run.measurements().find("queue.wait.mean")).isEmpty();
        assertThat(run.measurements().find("queue.peak")).isEmpty();
    }
}
