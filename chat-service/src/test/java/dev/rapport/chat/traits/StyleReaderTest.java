package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a message is written. */
class StyleReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I would like to know what the weather is like today. | en
            wo wohne ich und was mag ich nicht?                  | de
            J'habite à Lyon et je suis infirmière.               | fr
            Vivo en Madrid y tengo un perro muy viejo.           | es
            Eu moro em Lisboa e tenho um cachorro, você não?     | pt
            Io abito a Roma e ho un cane che mi piace molto.     | it
            Ik woon in Gent en ik heb een hond.                  | nl
            ok                                                   | und
            東京に住んでいます                                      | und
            qwrt zxcv bnmp                                       | und
            """)
    void extract_message_language(String message, String language) {
        assertThat(style(message).language()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I'm here, don't worry. | 4
            one two three          | 3
            😀 !!                  | 0
            well-known facts       | 2
            """)
    void extract_message_countsWordsAsWritten(String message, int words) {
        assertThat(style(message).words()).isEqualTo(words);
    }

    @Test
    void extract_formalLetter_moreFormalThanChat() {
        float letter = style("Dear Sir, I would appreciate further information regarding the application procedure.")
                .formality();
        float chat = style("hey lol gonna grab pizza, u in?? 😀").formality();

        assertThat(letter).isGreaterThan(0.7f).isLessThanOrEqualTo(1f);
        assertThat(chat).isLessThan(0.3f).isGreaterThanOrEqualTo(0f);
    }

    @Test
    void extract_noWords_neutral() {
        assertThat(style("")).isEqualTo(new Style(0, 0.5f, "und"));
    }

    private static Style style(String message) {
        return new TraitExtractor().extract(message).style();
    }
}
