package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {
    private static final int STREAMS = 500;
    private static final int DRAWS = 200;

    @Test
    void noStreamIsAnotherOneLater() {
        for (long seed : new long[] {0, 1, 500, 501, 0x9E3779B97F4A7C15L}) {
            Set<Long> drawn = new HashSet<>();
            for (int number = 0; number < STREAMS; number++) {
                SplittableRandom random = RandomStreams.of(seed, number);
                random.longs(DRAWS).forEach(drawn::add);
            }
            assertThat(drawn).hasSize(STREAMS * DRAWS);
        }
    }

    @Test
    void sameArguments_sameStream() {
        assertThat(RandomStreams.of(7, 3).longs(DRAWS))
                .containsExactly(RandomStreams.of(7, 3).longs(DRAWS).boxed().toArray(Long[]::new));
    }

    @Test
    void neighbours_areUncorrelated() {
        double[][] drawn = new double[STREAMS][];
        for (int number = 0; number < STREAMS; number++) {
            drawn[number] = RandomStreams.of(500, number).doubles(DRAWS).toArray();
        }
        for (int lag = -2; lag <= 2; lag++) {
            double sum = 0;
            int n = 0;
            for (int number = 1; number < STREAMS; number++) {
                for (int i = 2; i < DRAWS - 2; i++) {
                    sum += (drawn[number][i] - 0.5) * (drawn[number - 1][i + lag] - 0.5);
                    n++;
                }
            }
            /* The variance of a uniform number is 1/12; five standard deviations of a mean of n products. */
            assertThat(sum / n * 12).isBetween(-5 / Math.sqrt(n), 5 / Math.sqrt(n));
        }
    }
}
