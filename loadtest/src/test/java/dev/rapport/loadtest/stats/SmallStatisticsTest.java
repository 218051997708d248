package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those that take a few lines each. */
class SmallStatisticsTest {
    @Test
    void studentT_matchesPublishedTables() {
        assertThat(StudentT.quantile(0.95, 1)).isCloseTo(6.3138, within(1e-4));
        assertThat(StudentT.quantile(0.95, 9)).isCloseTo(1.8331, within(1e-4));
        assertThat(StudentT.quantile(0.995, 30)).isCloseTo(2.7500, within(1e-4));
        assertThat(StudentT.quantile(0.975, 1e6)).isCloseTo(1.9600, within(1e-4));
        assertThat(StudentT.quantile(0.5, 9)).isCloseTo(0, within(1e-9));
        assertThatThrownBy(() -> StudentT.quantile(0.4, 9)).hasMessageContaining("probability: 0.4");
        assertThatThrownBy(() -> StudentT.quantile(0.9, 0)).hasMessageContaining("freedom: 0.0");
    }

    @Test
    void poissonLower_matchesGarwoodsTable() {
        /* Garwood's 90 % limits of a count of 10 are 5.425 and 16.962. */
        assertThat(PoissonBound.lower(10, 1, 0.95)).isCloseTo(5.4254, within(1e-4));
        assertThat(PoissonBound.upper(10, 1, 0.95)).isCloseTo(16.9622, within(1e-4));
        assertThat(PoissonBound.lower(0, 1, 0.95)).isZero();
        assertThat(PoissonBound.lower(50_000, 1_800, 0.95))
                .isCloseTo((50_000 - 1.645 * Math.sqrt(50_000)) / 1_800, within(0.01));
    }

    @Test
    void meanInterval_ofFewNoneAndInfinite() {
        assertThat(MeanInterval.of(new double[] {7}, 0.95)).isEqualTo(Interval.UNBOUNDED);
        assertThat(MeanInterval.of(new double[] {7, 7, 7}, 0.95)).isEqualTo(new Interval(7, 7));
        assertThat(MeanInterval.of(new double[] {1, Double.POSITIVE_INFINITY}, 0.95)
                        .low())
                .isInfinite();
        assertThat(MeanInterval.of(new double[] {1, 3}, 0.95).high()).isCloseTo(2 + 6.3138, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.07, 7", "0.5, 50", "0.505, 51", "0.95, 95", "0.99, 99", "0.999, 100", "1, 100"})
    void quantile_ofRanks_isTheNearestRank(double q, double expected) {
        double[] values = new double[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        assertThat(Quantile.of(values, q)).isEqualTo(expected);
    }

    @Test
    void quantile_ofNothing_throws() {
        assertThatThrownBy(() -> Quantile.of(new double[0], 0.5))
                .hasMessage("sorted: length: 0 (expected: at least 1)");
    }

    /** By the chi-squared quantile of other software. */
    @ParameterizedTest
    @CsvSource({
        "0, 1e6, 0.95, 2.9957322735539897e-06",
        "1, 1e6, 0.95, 4.743864518390577e-06",
        "4, 1, 0.95, 9.153519026637573",
        "10, 2, 0.99, 10.072340109398466",
        "1000, 1, 0.95, 1053.6031221333008",
        "0, 1, 0.99, 4.60517018598809"
    })
    void poissonBound_asComputedElsewhere(long count, double exposure, double confidence, double expected) {
        assertThat(PoissonBound.upper(count, exposure, confidence))
                .isCloseTo(expected, Percentage.withPercentage(1e-8));
    }

    @Test
    void poissonBound_noExposure_throws() {
        assertThatThrownBy(() -> PoissonBound.upper(0, 0, 0.95)).hasMessage("exposure: 0.0 (expected: above 0)");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "0.5, 0.3085375387259869",
        "-1, 0.8413447460685429",
        "1.959963984540054, 0.025",
        "2.9999, 0.001350341282954925",
        "3, 0.0013498980316300933",
        "5, 2.866515718791933e-07",
        "10, 7.61985302416047e-24"
    })
    void normal_above_asComputedElsewhere(double z, double expected) {
        assertThat(Normal.above(z)).isCloseTo(expected, Percentage.withPercentage(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.975, 1.959963984540054", "0.995, 2.5758293035489004", "0.025, -1.959963984540054"})
    void normal_quantile_asComputedElsewhere(double probability, double expected) {
        assertThat(Normal.quantile(probability)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void designEffect_failuresOfTheirOwn_isOne() {
        long[] total = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100};

        assertThat(DesignEffect.of(new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, total))
                .isEqualTo(1);
        assertThat(DesignEffect.of(new long[10], total)).isEqualTo(1);
        assertThat(DesignEffect.of(total, total)).isEqualTo(1);
    }

    /** All ten failures in one of ten blocks of 100: squares 9.9^2 - 0.9 ... = 81 + 9 * 1, over 9.9, times 10/9. */
    @Test
    void designEffect_failuresOfOneStall_isNearTheirNumber() {
        long[] total = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100};
        long[] failed = {0, 0, 0, 10, 0, 0, 0, 0, 0, 0};

        assertThat(DesignEffect.of(failed, total)).isCloseTo(90 / 9.9 * 10 / 9, within(1e-12));
    }

    @Test
    void designEffect_emptyBlocks_doNotCount() {
        assertThat(DesignEffect.of(new long[] {4, 0, 0, 0}, new long[] {100, 0, 100, 0}))
                .isEqualTo(DesignEffect.of(new long[] {4, 0}, new long[] {100, 100}));
        assertThat(DesignEffect.of(new long[] {4, 0}, new long[] {100, 0})).isEqualTo(1);
    }

    @Test
    void designEffect_moreFailedThanSent_throws() {
        assertThatThrownBy(() -> DesignEffect.of(new long[] {0, 3}, new long[] {2, 2}))
                .hasMessage("failedByBlock[1]: 3 (expected: 0..2)");
    }

    @Test
    void jain_index_runsFromOneOfNToOne() {
        assertThat(Jain.index(new double[] {3, 3, 3})).isCloseTo(1, within(1e-12));
        assertThat(Jain.index(new double[] {0, 0, 5, 0})).isCloseTo(0.25, within(1e-12));
        assertThat(Jain.index(new double[] {1, 3})).isCloseTo(0.8, within(1e-12));
        assertThat(Jain.index(new double[] {0, 0})).isEqualTo(1);
    }

    @Test
    void jain_negativeShare_throws() {
        assertThatThrownBy(() -> Jain.index(new double[] {1, -1})).hasMessage("shares: -1.0 (expected: at least 0)");
    }

    /** The published burst: 50 requests 10 ms apart at 5 servers. The published waits fit 102 ms, not 267 to 312. */
    @ParameterizedTest
    @CsvSource({"102, 234, 468, 25, 30", "267, 976.5, 1953, 40, 45", "312, 1179, 2358, 40, 45"})
    void fifoQueue_publishedBurst_isExact(double service, double mean, double p95, int waiting, int inSystem) {
        assertThat(FifoQueue.predict(50, 10, 5, service))
                .isEqualTo(new FifoQueue.Prediction(mean, p95, waiting, inSystem));
    }

    @Test
    void fifoQueue_enoughServers_neverWaits() {
        assertThat(FifoQueue.predict(50, 10, 5, 50)).isEqualTo(new FifoQueue.Prediction(0, 0, 0, 5));
    }

    @Test
    void fifoQueue_allAtOnce_waitInTurn() {
        assertThat(FifoQueue.predict(4, 0, 1, 10)).isEqualTo(new FifoQueue.Prediction(15, 30, 3, 4));
    }

    @Test
    void interval_swappedOrNoNumber_throws() {
        assertThatThrownBy(() -> new Interval(2, 1)).hasMessage("interval: 2.0..1.0 (expected: low at most high)");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void interval_hull_isTheWider() {
        assertThat(new Interval(1, 3).hull(new Interval(2, 5))).isEqualTo(new Interval(1, 5));
        assertThat(new Interval(1, 5).width()).isEqualTo(4);
        assertThat(new Interval(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY).width())
                .isZero();
        assertThat(new Interval(1, 5).contains(5)).isTrue();
        assertThat(new Interval(1, 5).contains(5.1)).isFalse();
    }
}
