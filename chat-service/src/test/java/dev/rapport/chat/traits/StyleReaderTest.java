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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Give me a list of five cheap bikes.            | true  | false
            Please answer in bullet points.                | true  | false
            Can you show me the code for a binary search?  | false | true
            ```int x = 1;```                               | false | true
            The list was long.                             | false | false
            I live in Porto.                               | false | false
            """)
    void extract_wishForListsOrCode_isSeen(String message, boolean list, boolean code) {
        assertThat(style(message).list()).isEqualTo(list);
        assertThat(style(message).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            great 😀😀     | 2 | false
            20 °C ©       | 0 | false
            Where is it?  | 0 | true
            Where? There. | 0 | false
            """)
    void extract_emojiAndQuestions_areCounted(String message, int emoji, boolean asks) {
        assertThat(style(message).emoji()).isEqualTo(emoji);
        assertThat(style(message).asks()).isEqualTo(asks);
    }

    private static Style style(String message) {
        return new TraitExtractor().extract(message).style();
    }
}
