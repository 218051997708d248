package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I have a cat.|Well, I really have a cat!",
                "I'm allergic to nuts|I am allergic to nuts.",
                "my sister lives in Porto|My sister lives in Porto",
                "I like caf\u00E9s|I like cafe\u0301s"
            })
    void of_onlyWordsThatAddNothingDiffer_isTheSame(String one, String other) {
        assertThat(Wordings.of(one)).isEqualTo(Wordings.of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I have two cats.|I have three cats.",
                "I have 2 cats.|I have 3 cats.",
                "It cost 1.5 euros.|It cost 15 euros.",
                "It is -5 degrees.|It is 5 degrees.",
                "I live in Porto.|I live in Leeds.",
                "I like tea.|I do not like tea.",
                "I like tea.|I liked tea.",
                "I moved from Porto to Leeds.|I moved to Porto from Leeds.",
                "We meet on 7 May.|We meet on 8 May.",
                "I program in C.|I program in C#.",
                "\u092E\u0947\u0930\u0940 \u092C\u0947\u091F\u0940|\u092E\u0947\u0930\u093E \u092C\u0947\u091F\u093E",
                "I paid 5 $|I paid 5 €",
                "I love it \uD83D\uDE00|I love it \uD83D\uDE22"
            })
    void of_anythingElseDiffers_isNot(String one, String other) {
        assertThat(Wordings.of(one)).isNotEqualTo(Wordings.of(other));
    }
}
