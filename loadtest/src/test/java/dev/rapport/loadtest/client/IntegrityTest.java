package dev.rapport.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import org.junit.jupiter.api.Test;

class IntegrityTest {
    /** Five tokens: {@code wk.0} to {@code wk.4}. */
    private static final AnswerPlan PLAN = AnswerPlan.forNonce(new AnswerSettings(1, 45, 0, 4, 0, 5, 0), "k");

    private static Integrity check(String received) {
        return Integrity.check(PLAN, received, 0, 0);
    }

    @Test
    void check_asPlanned_isIntact() {
        assertThat(check("wk.0 wk.1 wk.2 wk.3 wk.4").intact()).isTrue();
    }

    @Test
    void check_tokenMissing_isCounted() {
        assertThat(check("wk.0 wk.1 wk.3 wk.4")).isEqualTo(new Integrity(1, 0, 0, 0, 0, 0, false));
        assertThat(check("wk.0 wk.1 wk.2")).isEqualTo(new Integrity(2, 0, 0, 0, 0, 0, false));
        assertThat(check("")).isEqualTo(new Integrity(5, 0, 0, 0, 0, 0, false));
    }

    @Test
    void check_tokenTwice_isCounted() {
        assertThat(check("wk.0 wk.1 wk.1 wk.2 wk.3 wk.4")).isEqualTo(new Integrity(0, 1, 0, 0, 0, 0, false));
        assertThat(check("wk.0 wk.1 wk.2 wk.3 wk.4 wk.0")).isEqualTo(new Integrity(0, 1, 0, 0, 0, 0, false));
    }

    @Test
    void check_tokensSwapped_isCounted() {
        assertThat(check("wk.0 wk.2 wk.1 wk.3 wk.4")).isEqualTo(new Integrity(0, 0, 1, 0, 0, 0, false));
    }

    @Test
    void check_anotherAnswersToken_isForeign() {
        assertThat(check("wk.0 wk.1 wz.1 wk.2 wk.3 wk.4")).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
        assertThat(check("wk.0 wk.1 wk.2 wk.3 wk.4 wk.5")).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
        assertThat(check("Sorry wk.0 wk.1 wk.2 wk.3 wk.4")).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
    }

    /** Cut within a token: the rest of it is missing, and what is left is nobody's. */
    @Test
    void check_tokenTorn_isMissingAndForeign() {
        assertThat(check("wk.0 wk.1 wk.2 wk.3 w")).isEqualTo(new Integrity(1, 0, 0, 1, 0, 0, false));
    }

    @Test
    void check_spacesChanged_isAltered() {
        assertThat(check("wk.0 wk.1  wk.2 wk.3 wk.4")).isEqualTo(new Integrity(0, 0, 0, 0, 0, 0, true));
        assertThat(check(" wk.0 wk.1 wk.2 wk.3 wk.4")).isEqualTo(new Integrity(0, 0, 0, 0, 0, 0, true));
    }

    @Test
    void check_eventsAfterTheEnd_areNotIntact() {
        assertThat(Integrity.check(PLAN, PLAN.text(), 1, 0).intact()).isFalse();
        assertThat(Integrity.check(PLAN, PLAN.text(), 0, 1).intact()).isFalse();
    }

    private static Integrity begun(String received) {
        return Integrity.checkBeginning(PLAN, received, 0).withoutMissing();
    }

    /** Wherever a connection tears, also within a token. */
    @Test
    void checkBeginning_anyBeginning_isRight() {
        for (int length = 0; length <= PLAN.text().length(); length++) {
            String received = PLAN.text().substring(0, length);
            assertThat(begun(received)).as(received).isEqualTo(Integrity.INTACT);
        }
        assertThat(Integrity.checkBeginning(PLAN, "wk.0 wk.1 w", 0).missing()).isEqualTo(3);
    }

    /** Of wk.10 only wk.1 may have come, which is no second wk.1. */
    @Test
    void checkBeginning_tornToken_isNotTakenForAnother() {
        AnswerPlan twelve = AnswerPlan.forNonce(new AnswerSettings(1, 45, 0, 4, 0, 12, 0), "k");
        String torn = twelve.text().substring(0, twelve.text().indexOf("wk.10") + 4);

        assertThat(Integrity.checkBeginning(twelve, torn, 0)).isEqualTo(new Integrity(2, 0, 0, 0, 0, 0, false));
        assertThat(Integrity.checkBeginning(twelve, torn.replace("wk.3 ", "wk.3 wz.1 "), 0))
                .isEqualTo(new Integrity(2, 0, 0, 1, 0, 0, false));
    }

    @Test
    void checkBeginning_wrongTokens_areCountedAsInAWholeAnswer() {
        assertThat(begun("wk.0 wz.1")).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
        assertThat(begun("wk.0 wk.0")).isEqualTo(new Integrity(0, 1, 0, 0, 0, 0, false));
        assertThat(begun("wk.1 wk.0")).isEqualTo(new Integrity(0, 0, 1, 0, 0, 0, false));
        assertThat(Integrity.checkBeginning(PLAN, "wk.0", 2).malformed()).isEqualTo(2);
    }

    @Test
    void checkBeginning_gap_isNoBeginning() {
        assertThat(begun("wk.0 wk.2")).isEqualTo(new Integrity(0, 0, 0, 0, 0, 0, true));
        assertThat(begun("wk.0  wk.1")).isEqualTo(new Integrity(0, 0, 0, 0, 0, 0, true));
    }
}
