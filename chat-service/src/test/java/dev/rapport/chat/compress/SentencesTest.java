package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void of_numbersQuotesAndCode_areNeverCut() {
        assertThat(Sentences.of("I paid 3.50 EUR. She said \"Go home. Now.\" and left. Use `a. B. c` there."))
                .containsExactly("I paid 3.50 EUR.", "She said \"Go home. Now.\" and left.", "Use `a. B. c` there.");
    }

    @Test
    void of_quoteThatIsNeverClosed_isOneSentenceToTheEnd() {
        assertThat(Sentences.of("First one. He said \"Go. And then. All the rest."))
                .containsExactly("First one.", "He said \"Go. And then. All the rest.");
    }

    @Test
    void best_moreThanFits_takesWhatSharesWords_inTheTextsOrder_andMarksTheGap() {
        String text = "The kayak is blue. It rained a lot. My kayak cost much. Nothing else.";
        assertThat(Sentences.best(text, "What did the kayak cost?", part -> part.length() <= 45))
                .isEqualTo("The kayak is blue. ... My kayak cost much.");
    }

    @Test
    void best_blockOfCode_staysOnLinesOfItsOwn() {
        String text = "It fails.\n```\nif x:\n    total()\n```\nWhy? I am tired.";
        assertThat(Sentences.best(text, "fails", _ -> true))
                .isEqualTo("It fails.\n```\nif x:\n    total()\n```\nWhy? I am tired.");
        assertThat(Sentences.best(text, "tired total", part -> part.length() < 42))
                .isEqualTo("```\nif x:\n    total()\n```\n...\nI am tired.");
    }

    @Test
    void best_nothingFits_isEmpty() {
        assertThat(Sentences.best("One sentence. Another.", "?", _ -> false)).isEmpty();
        assertThat(Sentences.best("", "?", _ -> true)).isEmpty();
    }
}
