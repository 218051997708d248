package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link MannKendall}, {@link TheilSen} and {@link LeakVerdict}. */
class TrendTest {
    private static final double[] RISING = {12, 15, 11, 18, 17, 17, 21, 19, 25, 22, 22, 30};
    private static final double[] UNEVEN = {0, 1, 2, 3.5, 4, 6, 7, 8, 9.5, 10, 11, 13};

    @Test
    void mannKendall_withTies_asComputedElsewhere() {
        MannKendall.Trend trend = MannKendall.test(RISING);

        assertThat(trend.tau()).isCloseTo(0.7693218186208295, within(1e-12));
        assertThat(trend.z()).isCloseTo(3.3759668094834963, within(1e-12));
        assertThat(trend.p()).isCloseTo(0.0007355679222679358, within(1e-12));
    }

    @Test
    void mannKendall_falling_isTheMirrorImage() {
        double[] falling = Arrays.stream(RISING).map(v -> -v).toArray();

        assertThat(MannKendall.test(falling).tau())
                .isEqualTo(-MannKendall.test(RISING).tau());
        assertThat(MannKendall.test(falling).p())
                .isEqualTo(MannKendall.test(RISING).p());
    }

    @Test
    void mannKendall_nothingToCompare_hasNoTrend() {
        MannKendall.Trend none = new MannKendall.Trend(0, 0, 1);

        assertThat(MannKendall.test(new double[0])).isEqualTo(none);
        assertThat(MannKendall.test(new double[] {1})).isEqualTo(none);
        assertThat(MannKendall.test(new double[] {7, 7, 7, 7})).isEqualTo(none);
    }

    @Test
    void mannKendall_noise_isCalledATrendAsOftenAsItSays() {
        Random random = new Random(1);
        int called = 0;
        for (int run = 0; run < 2_000; run++) {
            called += MannKendall.test(random.doubles(40).toArray()).p() < 0.05 ? 1 : 0;
        }

        /* 100 expected, four standard deviations are 39. */
        assertThat(called).isBetween(61, 139);
    }

    @Test
    void mannKendall_noNumber_throws() {
        assertThatThrownBy(() -> MannKendall.test(new double[] {1, Double.NaN}))
                .hasMessage("values[1]: NaN (expected: a number)");
    }

    @ParameterizedTest
    @CsvSource({"0.95, 0.6666666666666666, 1.5", "0.99, 0.5, 1.7142857142857142", "0.5, 1.0, 1.263157894736842"})
    void theilSen_unevenTimes_asComputedElsewhere(double confidence, double low, double high) {
        TheilSen.Line line = TheilSen.fit(UNEVEN, RISING, confidence);

        assertThat(line.slope()).isCloseTo(1.188235294117647, within(1e-12));
        assertThat(line.low()).isCloseTo(low, within(1e-12));
        assertThat(line.high()).isCloseTo(high, within(1e-12));
    }

    @Test
    void theilSen_orderOfPoints_doesNotMatter() {
        double[] x = {13, 0, 7, 1, 4, 2, 11, 3.5, 8, 6, 10, 9.5};
        double[] y = {30, 12, 21, 15, 17, 11, 22, 18, 19, 17, 22, 25};

        assertThat(TheilSen.fit(x, y, 0.95)).isEqualTo(TheilSen.fit(UNEVEN, RISING, 0.95));
    }

    @Test
    void theilSen_slopesByRank_areThoseOfAllPairs() {
        Random random = new Random(2);
        for (int run = 0; run < 50; run++) {
            int n = 2 + random.nextInt(20);
            double[] x = new double[n];
            double[] y = new double[n];
            /* Few different values, so that x, y and slopes are tied. */
            Arrays.setAll(x, i -> 1e6 + random.nextInt(8));
            Arrays.setAll(y, i -> random.nextInt(8) - 4);
            double[] slopes = slopes(x, y);
            PairSlopes pairs = new PairSlopes(x, y);

            assertThat(pairs.size()).isEqualTo(slopes.length);
            for (int rank = 1; rank <= slopes.length; rank++) {
                assertThat(pairs.ofRank(rank))
                        .as("rank %d, run %d", rank, run)
                        .isCloseTo(slopes[rank - 1], within(1e-12));
            }
        }
    }

    private static double[] slopes(double[] x, double[] y) {
        double[] slopes = new double[x.length * x.length];
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < x.length; k++) {
                if (x[i] < x[k]) {
                    slopes[n++] = (y[k] - y[i]) / (x[k] - x[i]);
                }
            }
        }
        double[] sorted = Arrays.copyOf(slopes, n);
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void theilSen_anOutlier_doesNotBendTheLine() {
        double[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        double[] y = {5, 7, 9, 11, 1e9, 15, 17, 19, 21, 23};
        TheilSen.Line line = TheilSen.fit(x, y, 0.9);

        assertThat(line.slope()).isCloseTo(2, within(1e-9));
        assertThat(line.intercept()).isCloseTo(5, within(1e-9));
        assertThat(line.at(100)).isCloseTo(205, within(1e-6));
    }

    @Test
    void theilSen_twoPoints_haveASlopeAndNoInterval() {
        TheilSen.Line line = TheilSen.fit(new double[] {1, 3}, new double[] {1, 5}, 0.95);

        assertThat(line.slope()).isCloseTo(2, within(1e-12));
        assertThat(line.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(line.high()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theilSen_allAtOneTime_throws() {
        assertThatThrownBy(() -> TheilSen.fit(new double[] {1, 1}, new double[] {1, 5}, 0.95))
                .hasMessage("x: 2 points (expected: at least two different x)");
    }

    /** What 1.5 MB of noise hides after the first fifth is dropped: minutes, seconds between values, MB/h. */
    @ParameterizedTest
    @CsvSource({"2, 1, 52", "5, 2.5, 21", "30, 5, 2.0", "60, 5, 0.7"})
    void leakVerdict_detectionLimit_isNearThePublished(double minutes, double secondsEach, double expected) {
        int runs = 20;
        double sum = 0;
        for (int seed = 0; seed < runs; seed++) {
            sum += leak(minutes, secondsEach, 0, 12.4, seed).detectable() / runs;
        }
        assertThat(sum).isBetween(expected * 0.8, expected * 1.25);
    }

    @Test
    void leakVerdict_fiveMinutes_cannotClearThePublishedGrowth() {
        assertThat(leak(5, 2.5, 0, 12.4, 1).word()).isEqualTo("INCONCLUSIVE");
        assertThat(leak(60, 5, 0, 12.4, 1).word()).isEqualTo("NO LEAK");
    }

    @ParameterizedTest
    @CsvSource({"0, NO LEAK", "0.5, NO LEAK", "1, INCONCLUSIVE", "2, LEAK", "10, LEAK"})
    void leakVerdict_injectedLeaks_areTold(double timesTheLimit, String word) {
        LeakVerdict.Leak leak = leak(60, 5, timesTheLimit * 10, 10, 3);

        assertThat(leak.word()).isEqualTo(word);
        assertThat(new Interval(leak.low(), leak.high()).contains(timesTheLimit * 10))
                .isTrue();
        assertThat(leak.trendP()).isBetween(timesTheLimit > 0 ? 0.0 : 0.01, timesTheLimit > 0 ? 1e-6 : 1.0);
    }

    @Test
    void leakVerdict_tooLittleToSay_saysSo() {
        LeakVerdict.Leak leak = LeakVerdict.of(new double[] {1}, new double[] {5}, 1, 0.99);

        assertThat(leak.word()).isEqualTo("INCONCLUSIVE");
        assertThat(leak.detectable()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(leak.n()).isEqualTo(1);
        assertThat(leak.line().at(2)).isEqualTo(5);
    }

    @Test
    void leakVerdict_constantThreads_areNoLeak() {
        double[] hours = new double[100];
        Arrays.setAll(hours, i -> i / 100.0);
        double[] threads = new double[100];
        Arrays.fill(threads, 42);

        LeakVerdict.Leak leak = LeakVerdict.of(hours, threads, 1, 0.99);

        assertThat(leak.word()).isEqualTo("NO LEAK");
        assertThat(leak.slope()).isZero();
        assertThat(leak.detectable()).isZero();
    }

    @Test
    void leakVerdict_timeRunsBack_throws() {
        assertThatThrownBy(() -> LeakVerdict.of(new double[] {1, 0}, new double[] {1, 1}, 1, 0.99))
                .hasMessage("hours[1]: 0.0 (expected: at least 1.0)");
    }

    private static LeakVerdict.Leak leak(double minutes, double secondsEach, double perHour, double limit, long seed) {
        Random random = new Random(seed);
        int n = (int) (0.8 * minutes * 60 / secondsEach);
        double[] hours = new double[n];
        Arrays.setAll(hours, i -> (0.2 * minutes * 60 + i * secondsEach) / 3600);
        double[] megabytes = new double[n];
        Arrays.setAll(megabytes, i -> 400 + perHour * hours[i] + 1.5 * random.nextGaussian());
        return LeakVerdict.of(hours, megabytes, limit, 0.99);
    }
}
