package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link ChangePoint} and {@link Recovery}. */
class ChangeTest {
    private static final double[] SECONDS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void recovery_endOfTheLastBadWindow_isTaken() {
        double[] p95 = {200, 900, 900, 800, 300, 900, 310, 290, 280, 200};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 2.5, 320, true, 1)).hasValue(3.5);
        assertThat(Recovery.secondsAfter(SECONDS, p95, 2.5, 320, true, 3)).hasValue(3.5);
    }

    /** Three good windows and then a bad one: it was not well after one second, but after five. */
    @Test
    void recovery_relapse_countsFromItsEnd() {
        double[] p95 = {900, 200, 200, 200, 900, 200, 200, 200, 200, 200};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 0, 320, true, 3)).hasValue(5);
    }

    @Test
    void recovery_relapseAtTheEnd_isNone() {
        double[] p95 = {900, 200, 200, 200, 200, 200, 200, 200, 200, 900};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 0, 320, true, 3)).isEmpty();
    }

    @Test
    void recovery_noBadWindow_isAtOnce() {
        double[] p95 = {200, 200, 200, 200, 200, 200, 200, 200, 200, 200};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 0, 320, true, 3)).hasValue(0);
    }

    @Test
    void recovery_theLimitItself_isKept() {
        double[] success = {1, 0.5, 0.5, 0.9, 0.99, 0.99, 0.99, 1, 1, 1};

        assertThat(Recovery.secondsAfter(SECONDS, success, 3, 0.99, false, 3)).hasValue(1);
        assertThat(Recovery.secondsAfter(SECONDS, success, 3, 0.5, true, 1)).isEmpty();
    }

    @Test
    void recovery_windowsWithoutFigure_areNeitherGoodNorBad() {
        double none = Double.NaN;
        double[] between = {200, 900, 900, 300, none, 300, 300, 300, 300, 300};
        double[] tooFew = {200, 900, 900, 900, 900, 900, 300, none, none, 300};

        assertThat(Recovery.secondsAfter(SECONDS, between, 2, 320, true, 3)).hasValue(1);
        assertThat(Recovery.secondsAfter(SECONDS, tooFew, 2, 320, true, 3)).isEmpty();
    }

    /** All users may be waiting for answers that do not come, and ask nothing new: that is no recovery. */
    @Test
    void recovery_silenceBehindABadWindow_isNotWell() {
        double none = Double.NaN;
        double[] p95 = {900, none, none, none, 300, 300, 300, 300, 300, 300};
        double[] silentAtFirst = {none, none, 300, 300, 300, 300, 300, 300, 300, 300};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 0, 320, true, 3)).hasValue(4);
        assertThat(Recovery.secondsAfter(SECONDS, silentAtFirst, 0, 320, true, 3))
                .hasValue(2);
    }

    @Test
    void recovery_dataEndTooEarly_isNotClaimed() {
        double[] p95 = {200, 900, 900, 900, 900, 900, 900, 900, 300, 300};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 2, 320, true, 3)).isEmpty();
        assertThat(Recovery.secondsAfter(SECONDS, p95, 2, 320, true, 2)).hasValue(6);
    }

    @Test
    void recovery_goodWindowsBeforeTheEnd_doNotCount() {
        double[] p95 = {200, 200, 200, 200, 200, 900, 200, 200, 200, 200};

        assertThat(Recovery.secondsAfter(SECONDS, p95, 3.5, 320, true, 2)).hasValue(2.5);
    }

    @Test
    void recovery_mustStayForSomeWindows() {
        assertThatThrownBy(() -> Recovery.secondsAfter(SECONDS, SECONDS, 0, 1, true, 0))
                .hasMessage("stay: 0 (expected: at least 1)");
    }

    @Test
    void changePoint_aStep_isFoundWhereItIs() {
        Random random = new Random(1);
        double[] values = new double[100];
        Arrays.setAll(values, i -> (i < 63 ? 10 : 12) + random.nextGaussian() * 0.3);

        assertThat(ChangePoint.of(values)).isEqualTo(OptionalInt.of(63));
    }

    @Test
    void changePoint_aCleanStep_isFoundToo() {
        assertThat(ChangePoint.of(new double[] {0.1, 0.1, 0.1, 0.7, 0.7})).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void changePoint_windowsWithoutFigure_arePassedOver() {
        double[] values = {1, Double.NaN, 1.1, 0.9, 1, Double.NaN, 5, 5.1, 4.9, 5, 5};

        assertThat(ChangePoint.of(values)).isEqualTo(OptionalInt.of(6));
    }

    @Test
    void changePoint_noise_isSeldomTakenForOne() {
        Random random = new Random(2);
        int found = 0;
        for (int run = 0; run < 500; run++) {
            double[] values = new double[100];
            Arrays.setAll(values, i -> random.nextGaussian());
            found += ChangePoint.of(values).isPresent() ? 1 : 0;
        }

        assertThat(found).isLessThan(50);
    }

    @Test
    void changePoint_tooLittleOrConstant_hasNone() {
        assertThat(ChangePoint.of(new double[0])).isEmpty();
        assertThat(ChangePoint.of(new double[] {1, 2, 3})).isEmpty();
        assertThat(ChangePoint.of(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}))
                .isEmpty();
    }

    @Test
    void changePoint_infinite_throws() {
        assertThatThrownBy(() -> ChangePoint.of(new double[] {1, Double.POSITIVE_INFINITY}))
                .hasMessage("values[1]: Infinity (expected: finite or NaN)");
    }
}
