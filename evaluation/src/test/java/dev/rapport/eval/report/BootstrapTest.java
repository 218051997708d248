package dev.rapport.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.eval.report.Bootstrap.Interval;
import dev.rapport.eval.report.Bootstrap.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void of_sameDifferenceEverywhere_hasNoWidth() {
        Interval interval = Bootstrap.of(List.of(new Pair("a", 5), new Pair("a", 5), new Pair("b", 5)));
        assertThat(interval).isEqualTo(new Interval(5, 5, 5, "conversations"));
        assertThat(interval).hasToString("+5.0 [5.0, 5.0]");
    }

    @Test
    void of_oneConversation_drawsItsQuestions() {
        Interval interval = Bootstrap.of(List.of(new Pair("a", 0), new Pair("a", 10)));
        assertThat(interval.drawn()).isEqualTo("questions");
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isEqualTo(10);
    }

    @Test
    void of_manyIndependentQuestions_isAsWideAsTheoryHasIt() {
        Random random = new Random(3);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            pairs.add(new Pair("a", random.nextGaussian() * 10));
        }
        Interval interval = Bootstrap.of(pairs);
        // 1.96 standard errors of 10 / sqrt(400) to both sides.
        assertThat(interval.high() - interval.low()).as("seed 3").isBetween(1.6, 2.3);
        assertThat(Bootstrap.of(Collections.unmodifiableList(pairs))).isEqualTo(interval);
    }
}
