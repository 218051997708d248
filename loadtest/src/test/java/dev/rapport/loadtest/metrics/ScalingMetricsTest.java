package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import org.junit.jupiter.api.Test;

/** What scaling may be said to be, on the two cores of the made-up run. */
class ScalingMetricsTest {
    /** @param perSecond of 1, 2, 3 and 4 instances, for 10 s each */
    private static Measurements instances(double... perSecond) throws ProfileException {
        StringBuilder yaml = new StringBuilder("""
                id: scale
                summary: made up
                behaviours: {brisk: {tasks: [{do: chat}]}}
                phases:
                """);
        SyntheticRun run = new SyntheticRun();
        for (int i = 1; i <= perSecond.length; i++) {
            yaml.append("  - {name: instances-").append(i).append(", level: ").append(i);
            yaml.append(", system: {instances: ").append(i).append("}, closed: {users: 9, behave: brisk}}\n");
            run.phase("instances-" + i, i, "closed", 10);
            for (int chat = 0; chat < 10 * perSecond[i - 1]; chat++) {
                run.chat("instances-" + i, 10 * (i - 1) + chat / perSecond[i - 1], 1);
            }
        }
        Profile profile = ProfileReader.parse(yaml.toString(), Tier.CI);
        return new Measurements(new RunData(run.info(), run.samples, run.gauges, run.provider, profile));
    }

    private static Metric.Bounded bounded(Measurements found, String name) {
        return (Metric.Bounded) found.find(name).orElseThrow();
    }

    @Test
    void efficiency_withinTheCores_hasAnInterval() throws ProfileException {
        Metric.Bounded two = bounded(instances(100, 180), "scaling.efficiency@2");
        assertThat(two.value()).isCloseTo(0.9, within(1e-9));
        /* exp(1.645 sqrt(1 / 1,000 + 1 / 1,800)), counts taken as Poisson's */
        assertThat(two.low()).isCloseTo(0.9 / 1.0670, within(1e-3));
        assertThat(two.high()).isCloseTo(0.9 * 1.0670, within(1e-3));
        assertThat(two.n()).isEqualTo(2_800);
    }

    @Test
    void efficiency_beyondTheCores_provesNothing() throws ProfileException {
        Metric.Bounded four = bounded(instances(100, 200, 300, 400), "scaling.efficiency@4");
        assertThat(four.value()).isCloseTo(1, within(1e-9));
        assertThat(four.low()).isZero();
        assertThat(four.high()).isInfinite();
        assertThat(four.statement()).contains("4 instances on 2 cores");
    }

    @Test
    void fit_ofInstancesBeyondTheCores_provesNothing_butShowsItsIntervals() throws ProfileException {
        Measurements found = instances(100, 190, 250, 280);
        for (String name : new String[] {"sigma", "kappa", "linear_limit", "peak"}) {
            Metric.Bounded metric = bounded(found, "scaling." + name);
            assertThat(metric.low()).as(name).isLessThanOrEqualTo(1);
            assertThat(metric.high()).as(name).isInfinite();
            assertThat(metric.statement()).as(name).contains("sigma 0", "to", "4 instances on 2 cores");
        }
    }

    private static Measurements users(double... perSecond) {
        SyntheticRun run = new SyntheticRun();
        for (int i = 1; i <= perSecond.length; i++) {
            run.phase("users-" + i, i, "closed", 10);
            for (int chat = 0; chat < 10 * perSecond[i - 1]; chat++) {
                run.chat("users-" + i, 10 * (i - 1) + chat / perSecond[i - 1], 1);
            }
        }
        return run.measurements();
    }

    /** Throughput that grows with the load in proportion was limited by the load, so where it ends was not seen. */
    @Test
    void linearLimit_withoutEnd_provesNothing() {
        Metric.Bounded limit = bounded(users(100, 200, 300, 400), "scaling.linear_limit");
        assertThat(limit.low()).isEqualTo(1);
        assertThat(limit.high()).isInfinite();
        assertThat(limit.statement()).startsWith("The fit has no end");
    }

    @Test
    void linearLimit_thatWasReached_isWhereTheResamplesSeeIt() {
        /* sigma 0.1: 80 % of linear at N = 3.5. */
        double[] perSecond = new double[8];
        for (int n = 1; n <= 8; n++) {
            perSecond[n - 1] = 200 * n / (1 + 0.1 * (n - 1));
        }
        Metric.Bounded limit = bounded(users(perSecond), "scaling.linear_limit");
        assertThat(limit.value()).isEqualTo(3);
        assertThat(limit.low()).isBetween(2.0, 3.0);
        assertThat(limit.high()).isBetween(3.0, 4.0);
    }
}
