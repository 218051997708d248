package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.profile.Profile;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final int COUNT = 20_000;

    private static long[] arrivals(Profile.Arrivals kind, double perSecond) {
        Arrivals arrivals = new Arrivals(kind, perSecond, new SplittableRandom(7));
        return LongStream.generate(arrivals::nextNanos).limit(COUNT).toArray();
    }

    private static double gapCv(long[] times) {
        double mean = (times[COUNT - 1] - times[0]) / (double) (COUNT - 1);
        double squares = 0;
        for (int i = 1; i < COUNT; i++) {
            squares += Math.pow(times[i] - times[i - 1] - mean, 2);
        }
        return Math.sqrt(squares / (COUNT - 1)) / mean;
    }

    @Test
    void poisson_gapsVaryAsMuchAsTheyAreLong() {
        long[] times = arrivals(Profile.Arrivals.POISSON, 100);

        assertThat(gapCv(times)).isCloseTo(1, within(0.03));
        assertThat(times[COUNT - 1] / 1e9).isCloseTo(200, within(6.0));
    }

    /** Gaps that are made to fit put an arrival on every whole second. */
    @Test
    void poisson_noArrivalOnTheWholeSecond() {
        assertThat(LongStream.of(arrivals(Profile.Arrivals.POISSON, 100)).filter(time -> time % 1_000_000_000L == 0))
                .isEmpty();
    }

    @Test
    void constant_gapsAreEqual_fromARandomPhase() {
        long[] times = arrivals(Profile.Arrivals.CONSTANT, 100);

        assertThat(gapCv(times)).isLessThan(1e-6);
        assertThat(times[0]).isBetween(1L, 10_000_000L);
    }

    @Test
    void eachSecond_allOfASecondAtItsBeginning() {
        long[] times = arrivals(Profile.Arrivals.EACH_SECOND, 100);

        assertThat(times[99]).isZero();
        assertThat(times[100]).isEqualTo(1_000_000_000L);
    }

    @Test
    void noRate_neverArrives() {
        assertThat(new Arrivals(Profile.Arrivals.POISSON, 0, new SplittableRandom(1)).nextNanos())
                .isEqualTo(Long.MAX_VALUE);
    }
}
