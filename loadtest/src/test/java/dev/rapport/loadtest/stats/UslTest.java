package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class UslTest {
    private static final double[] USERS = {1, 5, 10, 20, 50};
    private static final double[] PUBLISHED = {6.9, 28.1, 42.7, 67.1, 108.6};
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** "Excellent linear scaling up to 20" was said of this table; the fit, made with other software too, says otherwise. */
    @Test
    void fit_publishedTable_isContentionThroughout() {
        Usl usl = Usl.fit(USERS, PUBLISHED, 500, new Random(1));

        assertThat(usl.lambda()).isCloseTo(5.61281113, within(1e-5));
        assertThat(usl.sigma()).isCloseTo(0.03272286, within(1e-6));
        assertThat(usl.kappa()).isZero();
        assertThat(usl.r2()).isCloseTo(0.997053743721207, within(1e-9));
        assertThat(usl.linearLimit()).isEqualTo(8);
        assertThat(usl.peakN()).isEqualTo(INFINITY);
        assertThat(usl.peakX()).isCloseTo(5.61281113 / 0.03272286, within(0.01));
    }

    @Test
    void fit_publishedTable_hasIntervalsAroundIt() {
        Usl usl = Usl.fit(USERS, PUBLISHED, 500, new Random(1));

        assertThat(usl.lambdaInterval().contains(usl.lambda())).isTrue();
        assertThat(usl.sigmaInterval().contains(usl.sigma())).isTrue();
        assertThat(usl.sigmaInterval().width()).isBetween(0.005, 0.1);
        assertThat(usl.kappaInterval().low()).isZero();
        assertThat(usl.kappaInterval().high()).isBetween(1e-6, 1e-2);
        assertThat(usl.bandAt(20).contains(usl.at(20))).isTrue();
        assertThat(usl.bandAt(20).width()).isBetween(1.0, 20.0);
    }

    @Test
    void fit_exactCurve_isFoundAgain() {
        double[] n = {1, 2, 4, 8, 16, 32, 64};
        UslCurve truth = new UslCurve(995.6, 0.02671, 0.000769);
        Usl usl = Usl.fit(n, Arrays.stream(n).map(truth::at).toArray(), 50, new Random(2));

        assertThat(usl.lambda()).isCloseTo(995.6, Percentage.withPercentage(1e-4));
        assertThat(usl.sigma()).isCloseTo(0.02671, Percentage.withPercentage(1e-3));
        assertThat(usl.kappa()).isCloseTo(0.000769, Percentage.withPercentage(1e-3));
        assertThat(usl.r2()).isCloseTo(1, within(1e-9));
        /* sqrt((1 - sigma) / kappa) */
        assertThat(usl.peakN()).isCloseTo(35.58, within(0.01));
        assertThat(usl.peakX()).isCloseTo(usl.at(usl.peakN()), within(1e-9));
        assertThat(usl.peakX()).isGreaterThan(usl.at(34)).isGreaterThan(usl.at(37));
    }

    @Test
    void fit_noisyCurve_holdsTheTruthMostOfTheTime() {
        double[] n = {1, 2, 4, 8, 12, 16, 24, 32, 48, 64};
        UslCurve truth = new UslCurve(100, 0.05, 0.0005);
        Random random = new Random(3);
        int sigmaHeld = 0;
        int kappaHeld = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            double[] x = Arrays.stream(n)
                    .map(one -> truth.at(one) + 15 * random.nextGaussian())
                    .toArray();
            Usl usl = Usl.fit(n, x, 200, random);
            sigmaHeld += usl.sigmaInterval().contains(0.05) ? 1 : 0;
            kappaHeld += usl.kappaInterval().contains(0.0005) ? 1 : 0;
        }

        assertThat(sigmaHeld).isBetween(85, 100);
        assertThat(kappaHeld).isBetween(85, 100);
    }

    @Test
    void fit_linear_hasNoLimit() {
        double[] n = {1, 2, 3, 4};
        Usl usl = Usl.fit(n, new double[] {10, 20, 30, 40}, 20, new Random(4));

        assertThat(usl.lambda()).isCloseTo(10, within(1e-6));
        assertThat(usl.at(4)).isCloseTo(40, within(1e-6));
        assertThat(usl.linearLimit()).isGreaterThan(1e6);
    }

    @Test
    void fit_betterThanLinear_keepsParametersAtZero() {
        Usl usl = Usl.fit(new double[] {1, 2, 4, 8}, new double[] {10, 22, 50, 110}, 20, new Random(5));

        assertThat(usl.sigma()).isZero();
        assertThat(usl.kappa()).isZero();
        assertThat(usl.linearLimit()).isEqualTo(INFINITY);
        assertThat(usl.peakX()).isEqualTo(INFINITY);
    }

    @Test
    void fit_onlyCoherence_putsItThere() {
        double[] n = {1, 4, 8, 16, 32};
        UslCurve truth = new UslCurve(10, 0, 0.002);
        Usl usl = Usl.fit(n, Arrays.stream(n).map(truth::at).toArray(), 20, new Random(6));

        assertThat(usl.sigma()).isCloseTo(0, within(1e-6));
        assertThat(usl.kappa()).isCloseTo(0.002, within(1e-6));
    }

    /** 10 * 5 / (1 + 0.1 * 4 + 0.01 * 5 * 4). */
    @Test
    void at_byHand_isTheLaw() {
        assertThat(new UslCurve(10, 0.1, 0.01).at(5)).isCloseTo(31.25, within(1e-12));
    }

    /** 1 + sigma (n - 1) = 1.25 at n = 26 for sigma 0.01; with kappa 0.001, n (n - 1) = 250 lies between 16 and 17. */
    @Test
    void limitOf_knownCurves_isTheLastWholeLoad() {
        assertThat(new UslCurve(1, 0.01, 0).limitOf(0.8)).isEqualTo(26);
        assertThat(new UslCurve(1, 0, 0.001).limitOf(0.8)).isEqualTo(16);
        assertThat(new UslCurve(1, 0, 0).limitOf(0.8)).isEqualTo(INFINITY);
        assertThat(new UslCurve(1, 0.9, 0).limitOf(0.8)).isEqualTo(1);
    }

    @Test
    void fit_threePoints_throws() {
        assertThatThrownBy(() -> Usl.fit(new double[] {1, 2, 3}, new double[] {1, 2, 3}, 10, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n: length: 3 (expected: at least 4)");
    }

    @Test
    void fit_levelBelowOne_throws() {
        assertThatThrownBy(() -> Usl.fit(new double[] {0, 1, 2, 3}, new double[] {1, 2, 3, 4}, 10, new Random(1)))
                .hasMessage("n, x: 0.0, 1.0 (expected: n at least 1, x at least 0)");
    }
}
