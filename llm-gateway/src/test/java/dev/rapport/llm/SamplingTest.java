package dev.rapport.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
    private static final OptionalDouble NO = OptionalDouble.empty();

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY})
    void new_temperatureOutOfRange_isRefused(double value) {
        assertThatThrownBy(() -> new Sampling(OptionalDouble.of(value), NO, NO, NO, List.of()))
                .hasMessage("temperature: " + value + " (expected: 0.0 to 2.0)");
    }

    @Test
    void new_tooManyOrEmptyStops_areRefused() {
        assertThat(new Sampling(NO, NO, NO, NO, List.of("a", "b", "c", "d")).stops())
                .hasSize(4);
        assertThatThrownBy(() -> new Sampling(NO, NO, NO, NO, List.of("a", "b", "c", "d", "e")))
                .hasMessageContaining("at most 4");
        assertThatThrownBy(() -> new Sampling(NO, NO, NO, NO, List.of(""))).hasMessageContaining("none of them empty");
    }
}
