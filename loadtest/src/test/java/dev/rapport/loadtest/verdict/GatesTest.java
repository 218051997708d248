package dev.rapport.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.Samples;
import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Times;
import dev.rapport.loadtest.report.Report.Gate;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
    /** Ten chats of 100 ms a second, so one in flight, for 60 s. */
    private static SyntheticRun steady() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 60);
        for (int i = 0; i < 600; i++) {
            run.chat("steady", i / 10.0, 100);
        }
        return run;
    }

    private static List<String> unmet(SyntheticRun run) {
        return Gates.of(run.measurements()).stream()
                .filter(gate -> !gate.met())
                .map(Gate::name)
                .toList();
    }

    @Test
    void calmRun_meetsAll() {
        SyntheticRun run = steady().calmHarness(1).max("chat.e2e.p99", 330, "ms", 0.95);
        assertThat(unmet(run)).isEmpty();
        assertThat(Gates.met(Gates.of(run.measurements()))).isTrue();
    }

    @Test
    void tightLimit_isNotMetByTheSameLateness() {
        assertThat(unmet(steady().calmHarness(1).max("chat.e2e.p99", 40, "ms", 0.95)))
                .containsExactly("dispatch delay p99 against its limit");
    }

    @Test
    void lateRequests_areTheHarness() {
        SyntheticRun run = steady().calmHarness(1);
        for (int i = 0; i < 7; i++) {
            Sample last = run.samples.get(i);
            Times old = last.times();
            run.samples.set(
                    i,
                    Samples.timed(
                            last,
                            new Times(
                                    0,
                                    6_000_000,
                                    old.headers(),
                                    old.firstToken(),
                                    old.lastToken(),
                                    old.done(),
                                    old.settled())));
        }
        assertThat(unmet(run)).containsExactly("dispatch delay p99", "wait for a client connection p99");
    }

    @Test
    void wrongInFlight_breaksLittle() {
        assertThat(unmet(steady().calmHarness(1.2))).containsExactly("Little's law");
    }

    @Test
    void unreadHarness_isUnmet() {
        assertThat(unmet(steady()))
                .containsExactlyInAnyOrder("harness CPU", "harness GC pause", "harness stalls p99.9", "Little's law");
    }

    @Test
    void busyHarness_isUnmet() {
        SyntheticRun run = steady();
        for (int i = 0; i <= 60; i++) {
            run.gauge(RunData.HARNESS, Gauge.CPU, i, 0.9 * i)
                    .gauge(RunData.HARNESS, Gauge.GC_PAUSE_MAX, i, 0.03)
                    .gauge(RunData.HARNESS, Gauge.HICCUP_MAX, i, 0.02)
                    .gauge(RunData.HARNESS, Gauge.FILES, i, 90)
                    .gauge(RunData.HARNESS, HarnessGauges.FILES_MAX, i, 100)
                    .gauge(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN, i, 1);
        }
        assertThat(unmet(run))
                .containsExactlyInAnyOrder(
                        "harness CPU", "harness GC pause", "harness stalls p99.9", "harness open files");
    }

    @Test
    void unsentRequests_areNotAchieved() {
        SyntheticRun run = steady().calmHarness(1);
        for (int i = 0; i < 10; i++) {
            run.chat("steady", 30, 0.001, "timeout").provider.removeLast();
            Sample last = run.samples.getLast();
            run.replaceLast(Samples.unsent(last));
        }
        assertThat(unmet(run)).containsExactly("achieved by offered");
    }

    @Test
    void unexplainedPosts_droppedRecords_andProblems() {
        SyntheticRun run = steady().calmHarness(1);
        run.providerCounts.put("posts", 605L);
        run.providerCounts.put("records_dropped", 1L);
        run.provider.removeFirst();
        run.problems.add("no metrics of chat-2");
        assertThat(unmet(run))
                .containsExactly(
                        "POSTs at the provider as sent",
                        "no record dropped",
                        "each answer has the provider's record",
                        "no problem while it ran");
    }

    private static SyntheticRun slowerAndSlower() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 60);
        for (int i = 0; i < 600; i++) {
            run.chat("steady", i / 10.0, 50 + i / 6.0);
        }
        return run.calmHarness(1);
    }

    @Test
    void slowerAndSlower_isNotStationary() {
        assertThat(unmet(slowerAndSlower())).contains("second half like the first");
        assertThat(unmet(slowerAndSlower().max("faults.miscounted", 0, "", 0).max("chat.e2e.p99", 330, "ms", 0.95)))
                .contains("second half like the first");
    }

    @Test
    void slowerAndSlower_countsFaultsNoWorse() {
        assertThat(unmet(slowerAndSlower().max("faults.miscounted", 0, "", 0)))
                .doesNotContain("second half like the first");
    }

    @Test
    void nothingMeasured_isUnmet() {
        assertThat(unmet(new SyntheticRun().phase("steady", 0, "open", 60).calmHarness(0)))
                .contains("something was measured");
    }
}
