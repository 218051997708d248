package dev.rapport.loadtest.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationConverterTest {
    private final DurationConverter converter = new DurationConverter();

    @Test
    void convert_eachUnit_isThatLong() {
        assertThat(converter.convert("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(converter.convert("60s")).isEqualTo(Duration.ofMinutes(1));
        assertThat(converter.convert("30m")).isEqualTo(Duration.ofMinutes(30));
        assertThat(converter.convert("1h")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void convert_noUnit_saysWhatIsExpected() {
        assertThatThrownBy(() -> converter.convert("60"))
                .hasMessage("duration: 60 (expected: a number and ms, s, m or h)");
    }
}
