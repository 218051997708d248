package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Answer;
import org.junit.jupiter.api.Test;

/** What a disturbance leaves in the heap, what was learned, and whether time grows with size. */
class VolumeMetricsTest {
    private static final double MB = 1e6;

    private static SyntheticRun phases() {
        return new SyntheticRun()
                .phase("before", 0, "closed", 60)
                .phase("spike", 0, "closed", 60)
                .phase("after", 0, "closed", 120);
    }

    /** Two instances: live 100 and 50 MB before, 110 and 52 after, and at most 300 and 152 meanwhile. */
    @Test
    void heap_isThatAfterCollections_ofAllInstancesTogether() {
        SyntheticRun run = phases();
        run.gauge("chat-1", Gauge.HEAP_AFTER_GC, 10, 90 * MB).gauge("chat-1", Gauge.HEAP_AFTER_GC, 50, 100 * MB);
        run.gauge("chat-2", Gauge.HEAP_AFTER_GC, 51, 50 * MB);
        run.gauge("chat-1", Gauge.HEAP_USED, 30, 900 * MB).gauge("chat-1", Gauge.HEAP_USED, 70, 300 * MB);
        run.gauge("chat-2", Gauge.HEAP_USED, 75, 152 * MB);
        run.gauge("chat-1", Gauge.HEAP_AFTER_GC, 125, 110 * MB).gauge("chat-1", Gauge.HEAP_AFTER_GC, 150, 100 * MB);
        run.gauge("chat-2", Gauge.HEAP_AFTER_GC, 126, 52 * MB);
        Measurements found = run.measurements();
        assertThat(found.value("heap@spike.growth")).isCloseTo(12, within(1e-9));
        assertThat(found.value("heap@spike.recovered")).isCloseTo(1 - 12 / 302.0, within(1e-9));
    }

    /** The service collects when it needs to; the least of a minute is what is live at most. */
    @Test
    void heap_withoutForcedCollections_isTheLeastOfAMinute() {
        SyntheticRun run = phases();
        double[] used = {140, 120, 130, 300, 420, 280, 135, 200, 90};
        for (int i = 0; i < used.length; i++) {
            run.gauge("chat-1", Gauge.HEAP_USED, 20 * i + 5, used[i] * MB);
        }
        Measurements found = run.measurements();
        assertThat(found.value("heap@spike.growth")).isCloseTo(90 - 120, within(1e-9));
        assertThat(found.value("heap@spike.recovered")).isCloseTo(1.1, within(1e-9));
    }

    @Test
    void heap_thatWasNotReadBeforeOrAfter_isUnknown() {
        SyntheticRun run = phases().gauge("chat-1", Gauge.HEAP_USED, 70, 300 * MB);
        assertThat(run.measurements().find("heap@spike.growth")).isEmpty();
        assertThat(run.measurements().find("heap@spike.recovered")).isEmpty();
        assertThat(run.measurements().find("heap.growth")).isEmpty();
    }

    private static void learned(SyntheticRun run, int learned) {
        Sample last = run.samples.getLast();
        Answer said = last.answer();
        run.replaceLast(Samples.answering(
                last,
                new Answer(
                        said.tokensPlanned(),
                        said.tokens(),
                        said.usageTokens(),
                        said.events(),
                        said.reads(),
                        said.gapsMicros(),
                        said.integrity(),
                        learned,
                        said.recalled(),
                        said.provider(),
                        said.queued(),
                        said.replaced())));
    }

    @Test
    void learned_isWhatWholeAnswersSayWasWritten() {
        SyntheticRun run = phases();
        for (int written : new int[] {1, 2, 0}) {
            run.chat("spike", 61, 10);
            learned(run, written);
        }
        run.chat("spike", 61, 10, "timeout");
        learned(run, 7);
        run.chat("before", 1, 10);
        learned(run, 5);
        Measurements found = run.measurements();
        assertThat(found.value("chat@spike.learned")).isEqualTo(3);
        assertThat(found.find("chat@spike.learned").orElseThrow().n()).isEqualTo(3);
        assertThat(found.value("chat.learned")).isEqualTo(8);
    }

    /** @param overhead of sizes 1, 2, 5 and 10; the provider's own time is of no consequence */
    private static double linear(double... overhead) {
        SyntheticRun run = new SyntheticRun();
        double[] sizes = {1, 2, 5, 10};
        double[] provider = {7, 900, 20, 100};
        for (int i = 0; i < sizes.length; i++) {
            run.phase("size-" + i, sizes[i], "closed", 10);
            for (int chat = 0; chat < 5; chat++) {
                run.chat("size-" + i, 10 * i + chat, provider[i] + overhead[i]);
                ProviderRecord last = run.provider.removeLast();
                run.provider.add(
                        new ProviderRecord(last.nonce(), "m", true, 200, last.arrivedAtMs(), 1, provider[i], 10, "ok"));
            }
        }
        return run.measurements().value("linear.overhead.size-");
    }

    @Test
    void linear_isOfTheOverhead() {
        assertThat(linear(10, 20, 50, 100)).isCloseTo(1, within(1e-9));
        assertThat(linear(1, 4, 25, 100)).isBetween(0.8, 0.98);
    }

    /** No line explains what does not depend on the size at all, though nothing could be better. */
    @Test
    void linear_thatDoesNotGrow_isOne() {
        assertThat(linear(5, 6.5, 5, 6)).isEqualTo(1);
        assertThat(linear(105, 100, 101, 108)).isEqualTo(1);
        assertThat(linear(105, 100, 101, 130)).isLessThan(1);
    }

    @Test
    void linear_needsThreeSizes() {
        assertThat(phases().measurements().find("linear.overhead.size-")).isEmpty();
    }
}
