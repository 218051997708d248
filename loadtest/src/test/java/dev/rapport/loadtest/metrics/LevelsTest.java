package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.profile.RecoveryGoal;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import org.junit.jupiter.api.Test;

/** Levels that other phases lie between, and what recovery is measured by. */
class LevelsTest {
    private static final double EXACT = 1e-9;

    private static SyntheticRun load(SyntheticRun run, double perSecond, double millis) {
        PhaseRecord phase = run.phases.getLast();
        int count = (int) (perSecond * phase.seconds());
        for (int i = 0; i < count; i++) {
            run.chat(phase.name(), phase.startNanos() / 1e9 + i / perSecond, millis);
        }
        return run;
    }

    /** As with one, two and four instances, each after a warm-up of its own. */
    @Test
    void efficiency_ofLevelsWithWarmUpsBetween() {
        SyntheticRun run = new SyntheticRun();
        double[] perSecond = {10, 19, 30};
        int[] levels = {1, 2, 4};
        for (int i = 0; i < levels.length; i++) {
            load(run.phase("warm-up-" + levels[i], Kind.WARM_UP, 0, "closed", 5), 1, 10);
            load(run.phase("instances-" + levels[i], levels[i], "closed", 10), perSecond[i], 10);
        }
        Measurements found = run.measurements();
        assertThat(found.value("scaling.efficiency@2")).isCloseTo(0.95, within(EXACT));
        assertThat(found.value("scaling.efficiency@4")).isCloseTo(0.75, within(EXACT));
        assertThat(found.find("scaling.efficiency@3")).isEmpty();
        assertThat(found.find("scaling.linear_limit")).isEmpty();
    }

    @Test
    void levelsOfTwoKinds_areNotMixed() {
        SyntheticRun run = new SyntheticRun();
        load(run.phase("users-10", 10, "closed", 10), 10, 10);
        load(run.phase("users-20", 20, "closed", 10), 20, 10);
        load(run.phase("search-1-at-15", 15, "open", 10), 15, 10);
        load(run.phase("search-2-at-30", 30, "open", 10), 30, 10);
        ScalingFit fit = new ScalingFit(run.data());
        assertThat(fit.unit()).isEqualTo("users");
        assertThat(fit.levels()).extracting(ScalingFit.Level::level).containsExactly(10.0, 20.0);
        assertThat(run.measurements().value("search.knee")).isEqualTo(30);
    }

    /** A warm-up, a stress and a calm minute that is another load than both; slow for its first five seconds. */
    private static SyntheticRun stress() {
        SyntheticRun run = new SyntheticRun();
        load(run.phase("warm-up", Kind.WARM_UP, 0, "closed", 10), 10, 400);
        load(run.phase("stress", 0, "closed", 20), 10, 800);
        run.phase("after", Kind.RECOVERY, 0, "closed", 20);
        for (int i = 0; i < 200; i++) {
            run.chat("after", 30 + i / 10.0, i < 50 ? 300 : 200);
        }
        return run;
    }

    @Test
    void recovery_isByWhatTheProfileSaysOfIt() {
        SyntheticRun run = stress().max("chat.e2e.p95", 1_000, "ms", 0);
        run.recovery = new RecoveryGoal(new Quantity(230, "ms", "230ms"), new Quantity(0.99, "%", "99%"));
        Measurements found = run.measurements();
        assertThat(found.value("recovery.p95")).isEqualTo(5);
        assertThat(found.value("recovery.success")).isZero();
        assertThat(found.find("recovery.p95").orElseThrow()).asString().contains("230 ms");
    }

    @Test
    void recovery_withoutGoal_isByTheStrictLimit() {
        assertThat(stress().max("chat.e2e.p95", 250, "ms", 0).measurements().value("recovery.p95"))
                .isEqualTo(5);
    }

    @Test
    void recovery_toTheLevelOfAWarmUp_doesNotExist() {
        assertThat(stress().measurements().find("recovery.p95")).isEmpty();
        assertThat(stress().measurements().find("recovery.throughput")).isEmpty();
    }

    @Test
    void recovery_isToTheLevelUnderTheSameLoad_howeverLongAgo() {
        SyntheticRun run = new SyntheticRun();
        load(run.phase("calm", 10, "closed", 20), 10, 100);
        load(run.phase("busy", 20, "closed", 20), 20, 300);
        load(run.phase("broken", 40, "closed", 20), 40, 900);
        run.phase("after", Kind.RECOVERY, 10, "closed", 20);
        PhaseRecord last = run.phases.removeLast();
        run.phases.add(new PhaseRecord(
                last.name(), last.kind(), 10, "closed", "calm", 10, 0, last.startNanos(), last.endNanos()));
        for (int i = 0; i < 200; i++) {
            run.chat("after", 60 + i / 10.0, i < 70 ? 300 : 105);
        }
        assertThat(run.measurements().value("recovery.p95")).isEqualTo(7);
    }

    /** 2.4 successes a second as in a spike of ten slow users, then what the argument says of the minute after it. */
    private static Measurements slowPace(double deadSeconds, double seconds) {
        SyntheticRun run = new SyntheticRun();
        load(run.phase("before", 10, "closed", 60), 2.4, 100);
        load(run.phase("spike", 50, "closed", 60), 12, 100);
        run.phase("after", Kind.RECOVERY, 10, "closed", seconds);
        for (int i = 0; i < 2.4 * seconds; i++) {
            double at = i / 2.4;
            run.chat("after", 120 + at, 100, at < deadSeconds ? "timeout" : "ok");
        }
        return run.measurements();
    }

    @Test
    void throughputOfAServiceThatIsDead_doesNotRecover() {
        assertThat(slowPace(60, 60).value("recovery.throughput")).isInfinite();
        assertThat(slowPace(60, 20).value("recovery.throughput")).isInfinite();
    }

    /** Windows of 13 s, so that 31 successes are expected in each. */
    @Test
    void throughputAtASlowPace_recoversByWindowsOfEnoughSuccesses() {
        assertThat(slowPace(0, 60).value("recovery.throughput")).isZero();
        assertThat(slowPace(12, 60).value("recovery.throughput")).isEqualTo(13);
        assertThat(slowPace(12, 60).find("recovery.throughput").orElseThrow())
                .asString()
                .contains("13 s");
    }

    @Test
    void throughputOfTooFewToTellFromNone_doesNotExist() {
        assertThat(slowPace(0, 6).find("recovery.throughput")).isEmpty();
    }

    /** Three good seconds, two bad ones, and then it is well for good. */
    @Test
    void recovery_isBehindTheRelapse_andSaysWhereTheMeanChanges() {
        SyntheticRun run = new SyntheticRun();
        load(run.phase("before", 10, "closed", 20), 10, 100);
        load(run.phase("spike", 50, "closed", 20), 10, 500);
        run.phase("after", Kind.RECOVERY, 10, "closed", 20);
        for (int i = 0; i < 200; i++) {
            run.chat("after", 40 + i / 10.0, i < 40 || (i >= 70 && i < 90) ? 500 : 100);
        }
        Measurements found = run.measurements();
        assertThat(found.value("recovery.p95")).isEqualTo(9);
        assertThat(found.find("recovery.p95").orElseThrow()).asString().contains("mean changes after");
    }
}
