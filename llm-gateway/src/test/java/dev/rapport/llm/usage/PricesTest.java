package dev.rapport.llm.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.Usage;
import dev.rapport.llm.usage.Prices.Price;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
    private static final Prices PRICES =
            new Prices("USD", Map.of("p/m", new Price(0.25, 0.025, 2), "p/whole", new Price(1, 1, 1)));

    @ParameterizedTest
    @CsvSource({
        "1000, 500, 0, 1250",
        "1000, 500, 400, 1160",
        "1000000, 0, 0, 250000",
        "1, 0, 0, 1",
        "0, 1, 0, 2",
        "0, 0, 0, 0"
    })
    void costMicros_pricedTarget_isRoundedUp(int prompt, int completion, int cached, long micros) {
        assertThat(PRICES.costMicros("p", "m", new Usage(prompt, completion, cached)))
                .isEqualTo(micros);
    }

    /** A price of one for a million tokens is one micro for each; no arithmetic in between may make it two. */
    @Test
    void costMicros_wholeMicros_areExact() {
        for (int tokens = 0; tokens < 10_000; tokens++) {
            assertThat(PRICES.costMicros("p", "whole", new Usage(tokens, 0, 0))).isEqualTo(tokens);
        }
    }

    @Test
    void costMicros_noSuchTarget_isFree() {
        assertThat(PRICES.costMicros("p", "other", new Usage(1_000, 1_000, 0))).isZero();
        assertThat(Prices.NONE.costMicros("p", "m", new Usage(1_000, 1_000, 0))).isZero();
    }
}
