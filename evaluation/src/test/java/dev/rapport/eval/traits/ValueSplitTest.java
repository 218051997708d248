package dev.rapport.eval.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueSplitTest {
    private static Utterance utterance(String text, String value) {
        return new Utterance(text, "like_food", "like_food_drink", value);
    }

    @Test
    void of_samePairInOtherCaseAndSpacing_staysOnOneSide() {
        List<Utterance> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(utterance("a", "value " + i));
            all.add(utterance("b", "  VALUE   " + i));
        }

        ValueSplit split = ValueSplit.of(all);

        assertThat(split.shared()).isZero();
        assertThat(split.train().size() + split.test().size()).isEqualTo(1_000);
        assertThat(split.train().size()).isBetween(580, 760);
    }

    @Test
    void of_moreDataAndOtherOrder_movesNoPair() {
        Utterance tea = utterance("i like tea", "tea");
        boolean train = ValueSplit.of(List.of(tea)).train().contains(tea);

        ValueSplit other = ValueSplit.of(List.of(utterance("i like cake", "cake"), tea));

        assertThat(other.train().contains(tea)).isEqualTo(train);
    }

    @Test
    void agree_wordsInOtherForms_countAsTheSame() {
        assertThat(Stems.agree("playing board games", "board game")).isTrue();
        assertThat(Stems.agree("the cats", "a cat")).isTrue();
        assertThat(Stems.agree("my big red old car", "car")).isFalse();
        assertThat(Stems.agree("", "")).isFalse();
    }
}
