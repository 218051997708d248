package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    @Test
    void of_sentence_isItsWordsWithoutTheCommonOnes() {
        assertThat(Terms.of("Where does my sister, Zo\u00EB, live in 2024?"))
                .containsExactly("sister", "zo\u00EB", "liv", "2024");
    }

    @Test
    void of_chinese_isOneTermEach() {
        assertThat(Terms.of("\u6211\u4F4F\u5728Porto")).containsExactly("\u6211", "\u4F4F", "\u5728", "porto");
    }

    @Test
    void of_combiningMarks_belongToTheirLetters() {
        assertThat(Terms.of("caf\u00E9")).isEqualTo(Terms.of("cafe\u0301"));
        assertThat(Terms.of("\u0939\u093F\u0928\u094D\u0926\u0940")).hasSize(1); // the word Hindi in Hindi
    }

    @Test
    void of_nothing_isEmpty() {
        assertThat(Terms.of("")).isEmpty();
        assertThat(Terms.of("?! \uD83D")).isEmpty();
    }

    @Test
    void of_veryLongText_isBounded() {
        String many = IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));

        assertThat(Terms.of(many)).hasSize(Terms.TERMS_MAX);
        assertThat(Terms.of("a".repeat(1_000_000))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "lives, live",
        "living, live",
        "running, runs",
        "allergies, allergy",
        "loved, loving",
        "peanuts, peanut",
        "stopped, stop"
    })
    void stem_formsOfOneWord_areEqual(String one, String other) {
        assertThat(Terms.stem(one)).isEqualTo(Terms.stem(other));
    }

    @ParameterizedTest
    @CsvSource({"red, red", "ring, ring", "bus, bus", "glass, glass", "king, king"})
    void stem_shortWordsThatOnlyLookLikeForms_stay(String word, String stem) {
        assertThat(Terms.stem(word)).isEqualTo(stem);
    }
}
