package dev.rapport.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InFlightTest {

    @Test
    void mean_twoOverlapping_isWeightedByTime() {
        InFlight inFlight = new InFlight(0);

        inFlight.enter(100);
        inFlight.enter(200);
        inFlight.leave(300);
        inFlight.leave(400);

        assertThat(inFlight.mean(1_000)).isCloseTo(0.4, within(1e-12));
        assertThat(inFlight.peak()).isEqualTo(2);
        assertThat(inFlight.now()).isZero();
    }

    @Test
    void residual_aRequestThatWasNeverCountedOut_shows() {
        assertThat(new Little(3.0, 3.0).residual()).isZero();
        assertThat(new Little(3.0, 2.7).residual()).isCloseTo(0.1, within(1e-12));
        assertThat(new Little(0, 0).residual()).isZero();
    }
}
