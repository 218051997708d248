package dev.rapport.loadtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceedanceTest {

    @ParameterizedTest
    @CsvSource({
        "0.99, 44811, 413",
        "0.99, 10000, 83",
        "0.99, 3000, 20",
        "0.99, 1000, 4",
        "0.99, 500, 1",
        "0.99, 300, 0",
        "0.95, 44811, 2164",
        "0.5, 44811, 22230"
    })
    void test_mostExceedancesThatPass_asPublished(double q, long n, long most) {
        assertThat(Exceedance.allowed(n, q, 0.95)).isEqualTo(OptionalLong.of(most));
        assertThat(Exceedance.test(most, n, q, 0.95)).isEqualTo(new Decision(Word.PASS, 0));
        assertThat(Exceedance.test(most + 1, n, q, 0.95).word()).isEqualTo(Word.INCONCLUSIVE);
    }

    @Test
    void test_muchMoreThanTheShare_fails() {
        assertThat(Exceedance.test(448, 44_811, 0.99, 0.95).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(Exceedance.test(483, 44_811, 0.99, 0.95).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(Exceedance.test(484, 44_811, 0.99, 0.95).word()).isEqualTo(Word.FAIL);
    }

    @Test
    void test_tooFewForAnyBound_needsTheRest() {
        assertThat(Exceedance.allowed(298, 0.99, 0.95)).isEmpty();
        assertThat(Exceedance.test(0, 200, 0.99, 0.95)).isEqualTo(new Decision(Word.INCONCLUSIVE, 99));
        assertThat(Exceedance.test(0, 0, 0.99, 0.95)).isEqualTo(new Decision(Word.INCONCLUSIVE, 299));
    }

    @Test
    void test_moreExceedancesThanRequests_throws() {
        assertThatThrownBy(() -> Exceedance.test(11, 10, 0.99, 0.95)).hasMessage("exceedances: 11 (expected: 0..10)");
    }
}
