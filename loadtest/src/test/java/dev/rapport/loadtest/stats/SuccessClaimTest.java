package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessClaimTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.9999  | 0.95 | 29956 47437 62956 77535 91533 105128 118422 131479 144344",
                "0.9999  | 0.99 | 46050 66381 84057 100448 116043 131081 145702 159996 174022",
                "0.999   | 0.95 | 2995 4742 6294 7752 9151 10511 11840 13146 14432",
                "0.99    | 0.95 | 299 473 628 773 913 1049 1182 1312 1441",
                "0.99999 | 0.95 | 299572 474385 629578 775364 915350"
            })
    void trialsFor_tableOfClaims_asPublished(double claim, double confidence, String trials) {
        String[] expected = trials.split(" ", -1);
        for (int failures = 0; failures < expected.length; failures++) {
            assertThat(SuccessClaim.trialsFor(failures, claim, confidence))
                    .as("%d failures", failures)
                    .isEqualTo(Long.parseLong(expected[failures]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 29956, 1e-5, 0.74",
        "0, 29956, 2e-5, 0.55",
        "1, 47437, 1e-5, 0.92",
        "1, 47437, 2e-5, 0.76",
        "4, 91533, 1e-5, 0.997",
        "4, 91533, 2e-5, 0.96"
    })
    void binomial_powerOfPlans_asPublished(long failures, long trials, double rate, double power) {
        assertThat(Binomial.atMost(failures, trials, rate)).isCloseTo(power, within(0.006));
    }

    @Test
    void binomial_fourFailuresOf44811_areLikelyAtExactlyTheClaim() {
        assertThat(Binomial.atMost(4, 44_811, 1e-4)).isCloseTo(0.5356900919804155, within(1e-9));
        assertThat(Binomial.atMost(4, 44_811, 2e-4)).isCloseTo(0.05623527946467214, within(1e-9));
    }

    @Test
    void binomial_atLeast_isTheRestOfAtMost() {
        for (int k = 0; k <= 12; k++) {
            assertThat(Binomial.atLeast(k, 12, 0.3) + Binomial.atMost(k - 1, 12, 0.3))
                    .as("k = %d", k)
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void decide_fourOf44811_needsMoreTrialsFor9999() {
        assertThat(SuccessClaim.decide(4, 44_811, 0.9999, 0.95))
                .isEqualTo(new Decision(Word.INCONCLUSIVE, 91_533 - 44_811));
    }

    @Test
    void decide_atTheTablesEdge_passesThereAndNotOneBefore() {
        assertThat(SuccessClaim.decide(1, 47_437, 0.9999, 0.95)).isEqualTo(new Decision(Word.PASS, 0));
        assertThat(SuccessClaim.decide(1, 47_436, 0.9999, 0.95)).isEqualTo(new Decision(Word.INCONCLUSIVE, 1));
    }

    @Test
    void decide_failsOnlyWhereTheLowerBoundOfFailuresBreaksTheClaim() {
        /* Of 10,000 at a true 1e-4, at least 3 have the probability 0.080, at least 4 have 0.019. */
        assertThat(SuccessClaim.decide(3, 10_000, 0.9999, 0.95).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(SuccessClaim.decide(4, 10_000, 0.9999, 0.95).word()).isEqualTo(Word.FAIL);
    }

    @Test
    void decide_noTrials_saysHowManyItNeeds() {
        assertThat(SuccessClaim.decide(0, 0, 0.99, 0.95)).isEqualTo(new Decision(Word.INCONCLUSIVE, 299));
    }

    @Test
    void decide_everythingMustSucceed_canOnlyBeRefuted() {
        assertThat(SuccessClaim.decide(0, 1_000, 1, 0.95)).isEqualTo(new Decision(Word.INCONCLUSIVE, Decision.NEVER));
        assertThat(SuccessClaim.decide(1, 1_000, 1, 0.95)).isEqualTo(new Decision(Word.FAIL, 0));
    }

    @Test
    void decide_badArguments_namesThem() {
        assertThatThrownBy(() -> SuccessClaim.decide(3, 2, 0.99, 0.95)).hasMessage("failures: 3 (expected: 0..2)");
        assertThatThrownBy(() -> SuccessClaim.decide(0, 2, 1.5, 0.95))
                .hasMessage("minRatio: 1.5 (expected: above 0, below 1)");
        assertThatThrownBy(() -> SuccessClaim.decide(0, 2, 0.99, 95))
                .hasMessage("confidence: 95.0 (expected: above 0, below 1)");
    }

    @Test
    void trialsFor_aClaimNobodyCanProve_throws() {
        assertThatThrownBy(() -> SuccessClaim.trialsFor(0, 1 - 1e-15, 0.95)).hasMessageStartingWith("minRatio: ");
    }

    @Test
    void decision_needWithoutDoubt_isRefused() {
        assertThatThrownBy(() -> new Decision(Word.PASS, 1)).hasMessageStartingWith("needsMore: 1");
    }
}
