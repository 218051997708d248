package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.calibrate.Truth.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class ArrivalCheckTest {
    private static final long SECOND = 1_000_000_000;
    private static final long LENGTH = 40 * SECOND;
    private static final double PER_SECOND = 40;

    private static ArrivalCheck check(long seed, LongPredicate planned) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Arrival> arrivals = new ArrayList<>();
        for (double at = 0; ; ) {
            at += random.nextExponential() / PER_SECOND * SECOND;
            if (at >= LENGTH) {
                return ArrivalCheck.of(arrivals, Stalls.TWO_IN_TEN, PER_SECOND, 0, LENGTH);
            }
            if (planned.test((long) at)) {
                arrivals.add(new Arrival((long) at, "n"));
            }
        }
    }

    @Test
    void passed_poissonArrivals_isTrue() {
        for (long seed = 0; seed < 100; seed++) {
            ArrivalCheck check = check(seed, at -> true);
            assertThat(check.passed()).as("seed %d: %s", seed, check).isTrue();
        }
    }

    /** What a harness plans that waits for answers: little, while none come. */
    @Test
    void passed_halfOfEachStallLeftOut_isFalse() {
        for (long seed = 0; seed < 100; seed++) {
            ArrivalCheck check = check(seed, at -> !Stalls.TWO_IN_TEN.holds(at) || at % (10 * SECOND) < SECOND);
            assertThat(check.passed()).as("seed %d: %s", seed, check).isFalse();
        }
    }

    @Test
    void passed_lessThanTheRate_isFalse() {
        assertThat(check(1, at -> at % 5 != 0).passed()).isFalse();
    }
}
