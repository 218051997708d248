package dev.rapport.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCorrelationTest {
    @Test
    void of_sameOrder_isOne_whateverTheNumbers() {
        assertThat(RankCorrelation.of(new double[] {1, 2, 3, 4}, new double[] {-9, 0, 0.1, 1e9}))
                .isEqualTo(1);
        assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isEqualTo(-1);
    }

    @Test
    void of_equalNumbers_shareTheirRank() {
        // Ranks 0, 1.5, 1.5, 3 against 0, 2, 1, 3: 4.5 / sqrt(4.5 x 5).
        assertThat(RankCorrelation.of(new double[] {1, 2, 2, 3}, new double[] {1, 3, 2, 4}))
                .isCloseTo(0.9487, within(1e-4));
    }

    @Test
    void of_differentLengths_isRefused() {
        assertThatThrownBy(() -> RankCorrelation.of(new double[2], new double[3]))
                .hasMessage("numbers: 2 and 3 (expected: as many of each, at least 2)");
    }
}
