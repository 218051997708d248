package dev.rapport.llm.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget();

    @Test
    void take_nothingEarned_givesWhatWasSavedAndNoMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void take_afterTenRequests_givesOne() {
        while (budget.take()) {}
        for (int i = 0; i < 10; i++) {
            assertThat(budget.take()).as("after %d requests", i).isFalse();
            budget.earn();
        }

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
    }

    @Test
    void earn_longWithoutRepeats_savesOnlySoMuch() {
        for (int i = 0; i < 10_000; i++) {
            budget.earn();
        }

        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        assertThat(taken).isEqualTo(10);
    }

    @Test
    void take_everyRequestFails_repeatsATenth() {
        int repeats = 0;
        for (int i = 0; i < 10_000; i++) {
            budget.earn();
            repeats += budget.take() ? 1 : 0;
        }

        assertThat(repeats).isBetween(1_000, 1_010);
    }
}
