package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private static final double EXACT = 1e-9;

    private static SyntheticRun spike() {
        SyntheticRun run = new SyntheticRun().phase("before", 0, "closed", 10).phase("spike", 0, "closed", 10);
        for (int i = 0; i < 20; i++) {
            run.chat("before", i / 2.0, 100);
            run.chat("spike", 10 + i / 2.0, 150, i < 5 ? "timeout" : "ok");
        }
        return run;
    }

    @Test
    void increase_isARatio() {
        Metric metric = spike().measurements()
                .find("increase(chat@spike.ttft.ok_mean, chat@before.ttft.mean)")
                .orElseThrow();
        assertThat(metric.value()).isCloseTo(0.5, within(EXACT));
        assertThat(metric.unit()).isEqualTo("%");
        assertThat(metric.n()).isEqualTo(15);
    }

    @Test
    void difference_hasTheUnitOfBoth() {
        Measurements run = spike().measurements();
        Metric success =
                run.find("difference(chat@before.success,chat@spike.success)").orElseThrow();
        assertThat(success.value()).isCloseTo(0.25, within(EXACT));
        assertThat(success.unit()).isEqualTo("%");
        Metric latency = run.find("difference(chat@spike.e2e.ok_mean, chat@before.e2e.mean)")
                .orElseThrow();
        assertThat(latency.value()).isCloseTo(50, within(EXACT));
        assertThat(latency.unit()).isEqualTo("ms");
    }

    /** Chats of 100 ms and 150 ms, the first of each phase failed or not. */
    private static Measurements spike(boolean beforeFails, boolean spikeFails) {
        SyntheticRun run = new SyntheticRun().phase("before", 0, "closed", 10).phase("spike", 0, "closed", 10);
        for (int i = 0; i < 20; i++) {
            run.chat("before", i / 2.0, 100, beforeFails && i == 0 ? "timeout" : "ok");
            run.chat("spike", 10 + i / 2.0, 150, spikeFails && i == 0 ? "timeout" : "ok");
        }
        return run.measurements();
    }

    @Test
    void failureInTheReference_leavesNothingToCompareWith() {
        for (boolean spikeFails : new boolean[] {false, true}) {
            Measurements run = spike(true, spikeFails);
            assertThat(run.find("increase(chat@spike.e2e.mean, chat@before.e2e.mean)"))
                    .isEmpty();
            assertThat(run.find("difference(chat@spike.e2e.mean, chat@before.e2e.mean)"))
                    .isEmpty();
        }
        assertThat(spike(false, false).value("increase(chat@spike.e2e.mean, chat@before.e2e.mean)"))
                .isCloseTo(0.5, within(EXACT));
    }

    @Test
    void failureInTheSpikeAlone_isAnIncreaseWithoutEnd() {
        Measurements run = spike(false, true);
        assertThat(run.value("increase(chat@spike.e2e.mean, chat@before.e2e.mean)"))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(run.value("difference(chat@spike.e2e.mean, chat@before.e2e.mean)"))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    /** From nothing to nothing is no increase of any size. */
    @Test
    void increaseFromZero_doesNotExist() {
        assertThat(spike(false, false).find("increase(chat@spike.zero_gaps, chat@before.zero_gaps)"))
                .isEmpty();
    }

    @Test
    void functionOfWhatIsNotThere_orCannotBeCompared_doesNotExist() {
        Measurements run = spike().measurements();
        assertThat(run.find("increase(chat@nowhere.e2e.mean, chat@before.e2e.mean)"))
                .isEmpty();
        assertThat(run.find("difference(chat@spike.success, chat@before.e2e.mean)"))
                .isEmpty();
        assertThat(run.find("sum(chat.success, chat.success)")).isEmpty();
    }

    @Test
    void successesOnly_leaveFailuresOut() {
        Measurements run = spike().measurements();
        assertThat(run.value("chat.e2e.max")).isInfinite();
        assertThat(run.value("chat.e2e.ok_max")).isEqualTo(150);
        assertThat(run.value("chat.e2e.ok_mean")).isCloseTo((20 * 100 + 15 * 150) / 35.0, within(EXACT));
        assertThat(run.find("chat.e2e.ok_mean").orElseThrow().n()).isEqualTo(35);
    }

    private static SyntheticRun sizes(Map<Integer, Double> millisByLevel) {
        SyntheticRun run = new SyntheticRun().phase("warm-up", Kind.WARM_UP, 0, "closed", 10);
        millisByLevel.forEach((level, millis) -> {
            run.phase("bytes-" + level, level, "closed", 10);
            PhaseRecord phase = run.phases.getLast();
            for (int i = 0; i < 5; i++) {
                run.chat(phase.name(), phase.startNanos() / 1e9 + i, millis);
            }
        });
        return run;
    }

    @Test
    void linear_ofALine_isOne() {
        Measurements run = sizes(Map.of(1, 110.0, 2, 120.0, 3, 130.0, 9, 190.0)).measurements();
        assertThat(run.value("linear_r2(bytes-)")).isCloseTo(1, within(EXACT));
        assertThat(run.find("linear_r2(bytes-)").orElseThrow().n()).isEqualTo(4);
    }

    /** By hand: x 0 1 2, y 0 0 3: means 1 and 1, xx 2, xy 3, yy 6, so 9 / 12. */
    @Test
    void r2_ofKnownPoints() {
        assertThat(Functions.r2(new double[] {0, 1, 2}, new double[] {0, 0, 3})).isCloseTo(0.75, within(EXACT));
        assertThat(Functions.r2(new double[] {0, 1, 2}, new double[] {0, 1, Double.POSITIVE_INFINITY}))
                .isZero();
        assertThat(Functions.r2(new double[] {1, 1, 1}, new double[] {0, 1, 2})).isNaN();
        assertThat(Functions.r2(new double[] {1, 2, 3}, new double[] {5, 5, 5})).isOne();
    }

    @Test
    void linear_ofTwoPhases_doesNotExist() {
        assertThat(sizes(Map.of(1, 10.0, 2, 20.0)).measurements().find("linear_r2(bytes-)"))
                .isEmpty();
    }

    /** 600 a minute are a bucket of 600 and ten a second; 1,000 plans at once, the last of 700 settled after 20 s. */
    @Test
    void servedOfAllowed_ofKnownBucket() {
        SyntheticRun run = new SyntheticRun().phase("at-once", 0, "burst", 60);
        run.requestsPerMinute = 600;
        for (int i = 0; i < 1_000; i++) {
            run.chat("at-once", 0, i < 700 ? 20_000 : 10, i < 700 ? "ok" : "http-429");
        }
        assertThat(run.measurements().value("provider.served_of_allowed")).isCloseTo(700.0 / 800, within(EXACT));
    }

    @Test
    void servedOfAllowed_ofFewerThanTheBucket_isOfThem() {
        SyntheticRun run = new SyntheticRun().phase("at-once", 0, "burst", 60);
        run.requestsPerMinute = 600;
        for (int i = 0; i < 100; i++) {
            run.chat("at-once", 0, 10, i < 98 ? "ok" : "http-429");
        }
        assertThat(run.measurements().value("provider.served_of_allowed")).isCloseTo(0.98, within(EXACT));
    }
}
