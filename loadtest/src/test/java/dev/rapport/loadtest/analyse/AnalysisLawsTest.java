package dev.rapport.loadtest.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.lint.Laws;
import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Flow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import dev.rapport.loadtest.report.Report.Word;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the analysis says keeps the laws that every report is checked by. */
class AnalysisLawsTest {
    private static Report report(SyntheticRun run) {
        return Analysis.of(run.info(), run.samples, run.gauges, run.provider, run.profile());
    }

    /** Ten users without a pause of their own; chats of random lengths, every {@code failEvery}th a failure. */
    private static SyntheticRun closed(int failEvery) {
        SyntheticRun run = new SyntheticRun()
                .phase("warm-up", Kind.WARM_UP, 0, "closed", 20)
                .phase("steady", 10, "closed", 60)
                .phase("after", Kind.RECOVERY, 0, "closed", 20);
        Random random = new Random(5);
        double end = 100;
        int count = 0;
        for (int user = 0; user < 10; user++) {
            double at = 0;
            while (at < end) {
                double millis = 50 + 100 * random.nextDouble();
                count++;
                boolean failed = failEvery > 0 && count % failEvery == 0;
                String phase = at < 20 ? "warm-up" : at < 80 ? "steady" : "after";
                run.chat(phase, user, at, millis, failed ? "timeout" : Sample.OK, Integrity.INTACT);
                at += millis / 1e3 + 0.5 * random.nextDouble();
            }
        }
        return run.calmHarness(10 * 0.1 / 0.35);
    }

    private static SyntheticRun limits(SyntheticRun run) {
        return run.max("chat.e2e.p50", 120, "ms", 0.95)
                .max("chat.e2e.p95", 146, "ms", 0.95)
                .max("chat.e2e.p99", 330, "ms", 0.95)
                .max("chat.e2e.p99", 100, "ms", 0)
                .max("chat.e2e.mean", 100, "ms", 0.95)
                .max("chat.e2e.ok_max", 150, "ms", 0)
                .min("chat.success", 0.99, "%", 0.95)
                .min("chat.success", 1, "%", 0.95)
                .min("chat.throughput", 20, "/s", 0)
                .max("chat.integrity.violations", 0, "", 0);
    }

    @Test
    void closedRun_keepsAllLaws() {
        assertThat(Laws.check(report(limits(closed(0))))).isEmpty();
    }

    @Test
    void closedRunWithFailures_keepsAllLaws() {
        assertThat(Laws.check(report(limits(closed(37))))).isEmpty();
        assertThat(Laws.check(report(limits(closed(3))))).isEmpty();
    }

    @Test
    void openRun_keepsAllLaws() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 60);
        for (int i = 0; i < 600; i++) {
            run.chat("steady", i / 10.0, i % 100 == 7 ? 900 : 95 + i % 11, i % 50 == 49 ? Sample.CANCELLED : Sample.OK);
        }
        for (int i = 0; i < 60; i++) {
            run.gauge("chat-1", Gauge.RSS, i, 1e8 + i).gauge("chat-1", Gauge.CPU, i, i * 0.5);
        }
        assertThat(Laws.check(report(limits(run.calmHarness(1.1))))).isEmpty();
    }

    @Test
    void groupsBesideOneAnother_keepAllLaws() {
        SyntheticRun run = new SyntheticRun().phase("many", 0, "open", 60).beside("few", "open");
        for (int i = 0; i < 600; i++) {
            run.chat("many", i / 10.0, 95 + i % 11);
        }
        for (int i = 0; i < 60; i++) {
            run.chat("few", i, 1_500 + i % 11);
        }
        Report report = report(limits(run.calmHarness(2.5)));
        assertThat(Laws.check(report)).isEmpty();
        assertThat(report.phases())
                .extracting(PhaseRow::inFlight)
                .satisfiesExactly(
                        many -> assertThat(many).isCloseTo(1, within(0.05)),
                        few -> assertThat(few).isCloseTo(1.5, within(0.05)));
    }

    @Test
    void burst_keepsAllLaws() {
        SyntheticRun run = new SyntheticRun().phase("at-once", 0, "burst", 60);
        for (int i = 0; i < 200; i++) {
            run.chat("at-once", 0, 100 + i);
        }
        assertThat(Laws.check(report(limits(run.calmHarness(0))))).isEmpty();
    }

    /** More than the service can do: hundreds are under way when the phase ends, and settle after it. */
    @Test
    void overloadedRun_keepsAllLaws() {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 20);
        for (int i = 0; i < 1_000; i++) {
            run.chat("steady", i / 50.0, 100 + 20.0 * i);
        }
        assertThat(Laws.check(report(limits(run)))).isEmpty();
    }

    @Test
    void flow_ofClosedPhase_addsUpToItsUsers() {
        PhaseRow steady = report(closed(0)).phases().get(1);
        Flow flow = steady.flow();
        assertThat(flow).isNotNull();
        Double think = flow.thinkMillis();
        assertThat(think).isNotNull();
        assertThat(flow.users()).isEqualTo(10);
        assertThat(flow.arrivals()).isBetween(1_600L, 1_800L);
        assertThat(flow.residenceMillis()).isCloseTo(100, within(3.0));
        assertThat(think).isCloseTo(250, within(10.0));
    }

    /** Each second one chat of 100 ms, in a phase that begins and ends in the middle of one. */
    @Test
    void flow_countsOnlyWhatLiesWithinThePhase() {
        SyntheticRun run = new SyntheticRun()
                .phase("first", 0, "open", 10.05)
                .phase("second", 0, "open", 10)
                .phase("third", 0, "open", 10);
        for (int i = 0; i < 30; i++) {
            PhaseRecord phase = run.phases.get(i <= 10 ? 0 : i <= 20 ? 1 : 2);
            run.chat(phase.name(), i, 100);
        }
        PhaseRow second = report(run).phases().get(1);
        Flow flow = second.flow();
        assertThat(flow).isNotNull();
        assertThat(flow.arrivals()).isEqualTo(10);
        assertThat(flow.thinkMillis()).isNull();
        /* Nine whole ones, and the halves of the two at the edges. */
        assertThat(flow.residenceMillis()).isCloseTo(100, within(1e-6));
        assertThat(second.inFlight()).isCloseTo(0.1, within(1e-6));
    }

    /** Thirty users more end what they have begun in the first half second of a phase that has ten. */
    @Test
    void phaseAfterMoreUsers_keepsAllLaws() {
        SyntheticRun run = new SyntheticRun().phase("forty", 40, "closed", 20).phase("ten", 10, "closed", 2);
        for (int user = 0; user < 40; user++) {
            for (double at = user * 0.01; at < 20; at += 0.5) {
                run.chat("forty", user, at, 490, Sample.OK, Integrity.INTACT);
            }
        }
        for (int user = 0; user < 10; user++) {
            for (double at = 20.5; at < 21.8; at += 0.2) {
                run.chat("ten", user, at, 100, Sample.OK, Integrity.INTACT);
            }
        }
        assertThat(Laws.check(report(limits(run))))
                .noneMatch(found -> found.law().equals("closed loop"));
    }

    /** The harness counts by the second, and a phase need not begin with one. */
    @Test
    void shortPhaseBesideABusyOne_isNotCountedByReadingsThatReachOverItsEdges() {
        SyntheticRun run = new SyntheticRun().phase("busy", 0, "open", 10.5).phase("quiet", 0, "open", 10);
        for (int i = 0; i < 100; i++) {
            run.chat("busy", i / 10.0, 500);
            run.chat("quiet", 11 + i * 0.09, 10);
        }
        for (int second = 1; second <= 21; second++) {
            run.gauge("harness", "in_flight_mean", second, second <= 10 ? 5 : second == 11 ? 2.5 : 0.11);
        }
        assertThat(Laws.check(report(limits(run))))
                .noneMatch(found -> found.law().equals("Little"));
    }

    @Test
    void claim_showsTheBoundThatDecided() {
        Report report = report(limits(closed(0)));
        for (ClaimRow claim : report.judgements().getFirst().claims()) {
            if (claim.confidence() > 0 && claim.limit().startsWith("<=") && claim.word() == Word.PASS) {
                assertThat(claim.high()).as(claim.metric()).isLessThanOrEqualTo(limitOf(claim));
            }
            if (claim.confidence() > 0 && claim.limit().startsWith("<=") && claim.word() == Word.FAIL) {
                assertThat(claim.low()).as(claim.metric()).isGreaterThan(limitOf(claim));
            }
        }
        assertThat(report.provenance()).containsKey("cores");
    }

    private static double limitOf(ClaimRow claim) {
        return Double.parseDouble(claim.limit().replaceAll("[^0-9.]", ""));
    }

    /** Half a hundred seconds of chats in a phase's first second, and readings that begin 5 ms before it. */
    @Test
    void inFlight_ofAFirstSecondThatHoldsNearlyAll_countsIt() {
        SyntheticRun run = new SyntheticRun()
                .phase("warm-up", Kind.WARM_UP, 0, "closed", 10)
                .phase("steady", 100, "closed", 60);
        for (int i = 0; i < 100; i++) {
            run.chat("steady", i, 10 + 0.005 * i, 500, Sample.OK, Integrity.INTACT);
        }
        for (int second = 1; second <= 71; second++) {
            run.gauge("harness", "in_flight_mean", second - 0.005, second == 11 ? 50 : 0);
        }
        PhaseRow steady = report(run).phases().getLast();

        assertThat(steady.inFlight()).isCloseTo(50.0 / 60, within(0.01));
        Flow flow = steady.flow();
        assertThat(flow).isNotNull();
        assertThat(steady.inFlight()).isCloseTo(flow.arrivals() / 60.0 * flow.residenceMillis() / 1e3, within(0.01));
    }
}
