package dev.rapport.loadtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.ProfileException;
import dev.rapport.loadtest.profile.ProfileReader;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Times;
import org.junit.jupiter.api.Test;

/** From when on a request could have left: its plan, or the moment a place was free for it. */
class DueTest {
    private static final long MILLI = 1_000_000;

    /** A chat that was handed over and settled so many milliseconds after its plan. */
    private static void chat(SyntheticRun run, String phase, double atSeconds, double sent, double settled) {
        run.chat(phase, atSeconds, settled);
        Sample last = run.samples.getLast();
        run.replaceLast(Samples.timed(
                last,
                new Times(
                        (long) (sent * MILLI),
                        (long) (sent * MILLI),
                        last.times().headers(),
                        last.times().firstToken(),
                        last.times().lastToken(),
                        last.times().done(),
                        (long) (settled * MILLI))));
    }

    /** Five requests at once, two places: at 1 and 2 ms, at 101 and 203 ms, and at 153 ms. */
    private static Measurements burst(int places) throws ProfileException {
        Profile profile = ProfileReader.parse("""
                id: burst
                summary: made up
                phases:
                  - {name: burst, burst: {requests: 5, bursts: 2, users: 5, in_flight_max: %d}}
                """.formatted(places), Tier.CI);
        SyntheticRun run = new SyntheticRun().phase("burst-1", 0, "burst", 2).phase("burst-2", 0, "burst", 2);
        chat(run, "burst-1", 0, 1, 100);
        chat(run, "burst-1", 0, 2, 200);
        chat(run, "burst-1", 0, 101, 150);
        chat(run, "burst-1", 0, 153, 300);
        chat(run, "burst-1", 0, 206, 300);
        chat(run, "burst-2", 2, 4, 100);
        return new Measurements(new RunData(run.info(), run.samples, run.gauges, run.provider, profile));
    }

    /** Delays of 1, 2, 1 (place free at 100), 3 (at 150), 6 (at 200) and 4 ms. */
    @Test
    void dispatch_countsFromTheFreePlace() throws ProfileException {
        assertThat(burst(2).value("chat.dispatch.max")).isCloseTo(6, within(1e-9));
        assertThat(burst(2).value("chat.dispatch.mean")).isCloseTo(17 / 6.0, within(1e-9));
    }

    @Test
    void dispatch_withoutPlaces_countsFromThePlan() throws ProfileException {
        assertThat(burst(0).value("chat.dispatch.max")).isCloseTo(206, within(1e-9));
    }

    /** Whoever waits, waits: latencies count from the plan. */
    @Test
    void e2e_countsFromThePlan() throws ProfileException {
        assertThat(burst(2).value("chat.e2e.max")).isCloseTo(300, within(1e-9));
    }
}
