package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankIntervalTest {

    /** Ranks of the 95 % intervals of p50, p95, p99 and p99.9; n + 1 stands for no bound. */
    @ParameterizedTest
    @CsvSource({
        "500,    228 273       465 485       490 500       498 501",
        "3000,   1446 1555     2826 2874     2959 2981     2993 3001",
        "10000,  4902 5099     9457 9543     9880 9920     9983 9997",
        "44811,  22198 22614   42480 42661   44321 44405   44753 44780",
        "345834, 172341 173494 328291 328794 342261 342491 345451 345525"
    })
    void ranks_publishedSizes_areBinomialQuantiles(long n, String ranks) {
        String[] expected = ranks.split(" +", -1);
        double[] quantiles = {0.5, 0.95, 0.99, 0.999};
        for (int i = 0; i < quantiles.length; i++) {
            assertThat(RankInterval.ranks(n, quantiles[i], 0.95))
                    .as("q = %s", quantiles[i])
                    .isEqualTo(new RankInterval.Ranks(
                            Long.parseLong(expected[2 * i]), Long.parseLong(expected[2 * i + 1])));
        }
    }

    @Test
    void of_valuesEqualToTheirRank_givesTheRanks() {
        assertThat(RankInterval.of(ranked(10_000), 0.999, 0.95)).isEqualTo(new Interval(9983, 9997));
    }

    @Test
    void of_tooFewValues_hasNoUpperBound() {
        assertThat(RankInterval.of(ranked(500), 0.999, 0.95)).isEqualTo(new Interval(498, Double.POSITIVE_INFINITY));
    }

    @Test
    void of_hardlyAnyValues_knowsNothing() {
        assertThat(RankInterval.of(new double[0], 0.5, 0.95)).isEqualTo(Interval.UNBOUNDED);
        assertThat(RankInterval.of(ranked(5), 0.5, 0.95)).isEqualTo(Interval.UNBOUNDED);
        assertThat(RankInterval.of(ranked(6), 0.5, 0.95)).isEqualTo(new Interval(1, 6));
    }

    @Test
    void of_failuresAtTheEnd_reachTheUpperBound() {
        double[] values = ranked(10_000);
        Arrays.fill(values, 9_900, 10_000, Double.POSITIVE_INFINITY);

        assertThat(RankInterval.of(values, 0.99, 0.95)).isEqualTo(new Interval(9880, Double.POSITIVE_INFINITY));
    }

    @Test
    void ranks_coverTheQuantile_asOftenAsTheySay() {
        for (int n : new int[] {20, 100, 1_000}) {
            RankInterval.Ranks ranks = RankInterval.ranks(n, 0.9, 0.9);

            /* The quantile is between two ranks if at least the lower, and less than the higher, many values are below. */
            double below = Binomial.atMost(ranks.low() - 1, n, 0.9);
            double above = ranks.high() > n ? 0 : Binomial.atLeast(ranks.high(), n, 0.9);
            assertThat(below).as("n = %d", n).isLessThanOrEqualTo(0.05);
            assertThat(above).as("n = %d", n).isLessThanOrEqualTo(0.05);
            assertThat(Binomial.atMost(ranks.low(), n, 0.9)).as("n = %d", n).isGreaterThan(0.05);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 5", "0.95, 59", "0.99, 299", "0.999, 2995", "0.9999, 29956"})
    void leastN_asPublished(double q, long expected) {
        assertThat(RankInterval.leastN(q, 0.95)).isEqualTo(expected);
    }

    /** The published sizes take z for 1.96, which is a little more than it is. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.01, 9604",
        "0.95, 0.005, 7300",
        "0.99, 0.002, 9508",
        "0.99, 0.001, 38032",
        "0.999, 0.0005, 15352"
    })
    void nForWidth_asPublished(double q, double halfWidth, long expected) {
        assertThat((double) RankInterval.nForWidth(q, halfWidth, 0.95)).isCloseTo((double) expected, within(1.0));
    }

    @Test
    void of_percentInsteadOfShare_throws() {
        assertThatThrownBy(() -> RankInterval.of(ranked(10), 99, 0.95))
                .hasMessage("q: 99.0 (expected: above 0, below 1)");
    }

    private static double[] ranked(int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> i + 1);
        return values;
    }
}
