package dev.rapport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatedTextTest {
    @Test
    void of_textAndTime_putsTheDayBefore_inUtc() {
        assertThat(DatedText.of("I play the dulcimer.", Instant.parse("2023-05-08T23:59:59Z")))
                .isEqualTo("[8 May 2023] I play the dulcimer.");
        assertThat(DatedText.day(Instant.parse("2023-05-09T00:00:00Z"))).isEqualTo("9 May 2023");
    }
}
