package dev.rapport.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClopperPearsonTest {

    /** Published runs and what they prove; for no failure at all the bound is also 0.05^(1/n). */
    @ParameterizedTest
    @CsvSource({
        "4, 44811, 0.999796",
        "4, 47643, 0.999808",
        "0, 500, 0.9940",
        "8231, 345834, 0.97577",
        "0, 3000, 0.9990",
        "0, 2500, 0.9988",
        "0, 1000, 0.9970",
        "0, 100, 0.9705",
        "0, 200, 0.9851"
    })
    void lowerBound_publishedRuns_asComputedElsewhere(long failures, long trials, double expected) {
        double digit = expected > 0.9995 ? 1e-6 : expected > 0.975 && trials > 10_000 ? 1e-5 : 1e-4;

        assertThat(ClopperPearson.lowerBound(trials - failures, trials, 0.95)).isCloseTo(expected, within(digit));
    }

    /** The least n at which k failures still prove 99.99 %: there the bound crosses the claim. */
    @ParameterizedTest
    @CsvSource({"0, 29956", "1, 47437", "2, 62956", "3, 77535", "4, 91533", "8, 144344"})
    void lowerBound_leastTrialsForAClaim_crossesIt(long failures, long trials) {
        assertThat(ClopperPearson.lowerBound(trials - failures, trials, 0.95)).isGreaterThanOrEqualTo(0.9999);
        assertThat(ClopperPearson.lowerBound(trials - 1 - failures, trials - 1, 0.95))
                .isLessThan(0.9999);
    }

    @Test
    void lowerBound_noFailure_hasAClosedForm() {
        for (int trials : new int[] {1, 2, 7, 60, 1_000, 1_000_000}) {
            assertThat(ClopperPearson.lowerBound(trials, trials, 0.95))
                    .as("n = %d", trials)
                    .isCloseTo(Math.pow(0.05, 1.0 / trials), within(1e-12));
        }
    }

    @Test
    void lowerBound_smallCounts_isWhereTheBinomialTailIsFivePercent() {
        for (int trials = 1; trials <= 20; trials++) {
            for (int successes = 1; successes <= trials; successes++) {
                double bound = ClopperPearson.lowerBound(successes, trials, 0.95);

                assertThat(binomialTail(successes, trials, bound))
                        .as("%d of %d", successes, trials)
                        .isCloseTo(0.05, within(1e-9));
            }
        }
    }

    @Test
    void lowerBound_noSuccess_isZero() {
        assertThat(ClopperPearson.lowerBound(0, 10, 0.95)).isZero();
        assertThat(ClopperPearson.lowerBound(0, 0, 0.95)).isZero();
    }

    /** Published two-sided intervals at 95 %, which are two one-sided bounds at 97.5 %. */
    @ParameterizedTest
    @CsvSource({
        "4, 44811, 0.9997714651439525, 0.9999756781012913",
        "4, 47643, 0.9997850488460039, 0.999977123875025",
        "0, 500, 0.9926493899480923, 1",
        "8231, 345834, 0.9756860959168002, 0.9767050312749115"
    })
    void bounds_publishedRuns_encloseTheRate(long failures, long trials, double low, double high) {
        assertThat(ClopperPearson.lowerBound(trials - failures, trials, 0.975)).isCloseTo(low, within(1e-9));
        assertThat(ClopperPearson.upperBound(trials - failures, trials, 0.975)).isCloseTo(high, within(1e-9));
    }

    @Test
    void upperBound_noFailure_isOne() {
        assertThat(ClopperPearson.upperBound(10, 10, 0.95)).isEqualTo(1);
        assertThat(ClopperPearson.upperBound(0, 0, 0.95)).isEqualTo(1);
        assertThat(ClopperPearson.upperBound(0, 60, 0.95)).isCloseTo(1 - Math.pow(0.05, 1.0 / 60), within(1e-12));
    }

    @Test
    void upperBound_moreSuccessesThanTrials_throws() {
        assertThatThrownBy(() -> ClopperPearson.upperBound(3, 2, 0.95)).hasMessage("successes: 3 (expected: 0..2)");
    }

    @Test
    void lowerBound_moreSuccessesThanTrials_throws() {
        assertThatThrownBy(() -> ClopperPearson.lowerBound(3, 2, 0.95)).hasMessage("successes: 3 (expected: 0..2)");
    }

    /** P(X at least k) by summing it up. */
    private static double binomialTail(int successes, int trials, double rate) {
        double tail = 0;
        for (int k = successes; k <= trials; k++) {
            double ways = 1;
            for (int i = 1; i <= k; i++) {
                ways = ways * (trials - k + i) / i;
            }
            tail += ways * Math.pow(rate, k) * Math.pow(1 - rate, trials - k);
        }
        return tail;
    }
}
