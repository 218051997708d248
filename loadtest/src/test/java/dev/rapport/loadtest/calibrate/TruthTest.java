package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.calibrate.Truth.Arrival;
import dev.rapport.loadtest.simulator.AnswerSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthTest {
    private static final long MILLI = 1_000_000;

    /** One token after 100 ms, never a stall. */
    private static final KnownTiming HUNDRED = new KnownTiming(new AnswerSettings(1, 100, 0, 0, 0, 1, 0), Stalls.NONE);

    private static Arrival at(long millis) {
        return new Arrival(millis * MILLI, "n" + millis);
    }

    /** Forty even arrivals a second: the quantiles that LOADTEST 6 B names, less the 2 to 3 ms of a client of its time. */
    @Test
    void of_stallingServer_hasTheKnownQuantiles() {
        List<Arrival> arrivals = new ArrayList<>();
        for (long millis = 0; millis < 100_000; millis += 25) {
            arrivals.add(at(millis));
        }

        double[] e2e = Truth.of(KnownTiming.STALLING, arrivals, 0).e2eSorted();

        assertThat(e2e[e2e.length / 2 - 1] / MILLI).isEqualTo(145);
        assertThat(e2e[e2e.length * 90 / 100 - 1] / MILLI).isCloseTo(1_145, within(26.0));
        assertThat(e2e[e2e.length * 95 / 100 - 1] / MILLI).isCloseTo(1_645, within(26.0));
        assertThat(e2e[e2e.length * 99 / 100 - 1] / MILLI).isCloseTo(2_045, within(26.0));
    }

    @Test
    void of_tokensDueOnBothSidesOfAStallsBeginning_holdsOnlyTheLaterOnes() {
        Truth truth = Truth.of(KnownTiming.STALLING, List.of(at(9_900)), 0);

        assertThat(truth.ttftNanos(0)).isEqualTo(50.0 * MILLI);
        assertThat(truth.e2eNanos(0)).isEqualTo(2_100.0 * MILLI);
    }

    @Test
    void of_morePlannedThanPlaces_waitsForTheFirstFreeOne() {
        Truth truth = Truth.of(HUNDRED, List.of(at(0), at(10), at(20), at(30), at(300)), 2);

        // Two places: the third begins at 100, the fourth at 110, the fifth at once.
        assertThat(List.of(0, 1, 2, 3, 4))
                .map(i -> truth.e2eNanos(i) / MILLI)
                .containsExactly(100.0, 100.0, 180.0, 180.0, 100.0);
    }

    @Test
    void of_arrivalsOutOfOrder_isRefused() {
        assertThatThrownBy(() -> Truth.of(HUNDRED, List.of(at(10), at(0)), 0))
                .hasMessage("arrivals: number 1 is earlier than the one before");
    }
}
