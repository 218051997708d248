package dev.rapport.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.report.Report.Gate;
import org.junit.jupiter.api.Test;

/** What the harness says of itself, and what it does not say. */
class HarnessGatesTest {
    private static Gate gate(SyntheticRun run, String name) {
        return HarnessGates.of(run.data()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no gate: " + name));
    }

    private static SyntheticRun minute() {
        return new SyntheticRun().phase("steady", 0, "open", 60);
    }

    /** One reading in each of two phases has no time between them in which anything was measured. */
    @Test
    void cpu_isUnread_whenNoTimeLiesBetweenTheReadings() {
        SyntheticRun run = new SyntheticRun()
                .phase("one", 0, "open", 30)
                .phase("two", 0, "open", 30)
                .gauge(RunData.HARNESS, Gauge.CPU, 10, 1)
                .gauge(RunData.HARNESS, Gauge.CPU, 40, 29);
        assertThat(gate(run, "harness CPU").met()).isFalse();
        assertThat(gate(run, "harness CPU").measured()).startsWith("not read");
    }

    @Test
    void cpu_isUnread_whenLessThanHalfOfTheTimeWasRead() {
        SyntheticRun less = minute();
        SyntheticRun more = minute();
        for (int second = 0; second <= 29; second++) {
            less.gauge(RunData.HARNESS, Gauge.CPU, second, 0.1 * second);
        }
        for (int second = 0; second <= 31; second++) {
            more.gauge(RunData.HARNESS, Gauge.CPU, second, 0.1 * second);
        }
        assertThat(gate(less, "harness CPU").met()).isFalse();
        assertThat(gate(less, "harness CPU").measured()).contains("29 of 60 s");
        assertThat(gate(more, "harness CPU").met()).isTrue();
    }

    /** Five bursts of half a second, 2 s apart, read once a second: no two readings lie within one burst. */
    @Test
    void little_isHeldOverTheWholeSeriesOfBursts() {
        assertThat(gate(bursts(10), "Little's law").met()).isTrue();
        assertThat(gate(bursts(12), "Little's law").met()).isFalse();
    }

    /** @param inFlight mean while a burst is under way, of which 10 is right */
    private static SyntheticRun bursts(double inFlight) {
        SyntheticRun run = new SyntheticRun();
        for (int i = 0; i < 5; i++) {
            run.phase("burst-" + (i + 1), 0, "burst", 0.5).phase("rest-" + i, PhaseRecord.Kind.REST, 0, "none", 1.5);
            for (int chat = 0; chat < 10; chat++) {
                run.chat("burst-" + (i + 1), 2 * i, 500);
            }
        }
        for (int second = 0; second <= 10; second++) {
            /* Half of each even second was a burst. */
            run.gauge(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN, second + 0.75, second % 2 == 0 ? inFlight / 2 : 0);
        }
        return run;
    }

    @Test
    void files_thatWereNotCounted_areUnread_ifTheirLimitIsKnown() {
        SyntheticRun run = minute().gauge(RunData.HARNESS, HarnessGauges.FILES_MAX, 0, 100);
        assertThat(gate(run, "harness open files").met()).isFalse();
        run.gauge(RunData.HARNESS, Gauge.FILES, 1, 79);
        assertThat(gate(run, "harness open files").met()).isTrue();
        run.gauge(RunData.HARNESS, Gauge.FILES, 2, 80);
        assertThat(gate(run, "harness open files").met()).isFalse();
    }

    /** A connection has a port while it is open, and for a while after. */
    @Test
    void ports_areThoseOfOpenConnections_andOfClosedOnesThatWait() {
        SyntheticRun run = minute().gauge(RunData.HARNESS, HarnessGauges.PORTS_MAX, 0, 1_000)
                .gauge(RunData.HARNESS, Gauge.FILES, 1, 700)
                .gauge(RunData.HARNESS, HarnessGauges.PORTS_WAITING, 1, 99);
        assertThat(gate(run, "harness client ports").met()).isTrue();
        run.gauge(RunData.HARNESS, HarnessGauges.PORTS_WAITING, 2, 100);
        assertThat(gate(run, "harness client ports").met()).isFalse();
    }

    @Test
    void stalls_areSaidToBeALowerBound() {
        SyntheticRun run = minute().calmHarness(0);
        assertThat(gate(run, "harness stalls p99.9").measured()).contains("at least");
    }
}
