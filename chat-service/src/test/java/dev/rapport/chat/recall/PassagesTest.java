package dev.rapport.chat.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.SaidBefore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassagesTest {
    private static final JtokkitCounter COUNTER = JtokkitCounter.load();

    private final Passages passages = new Passages(COUNTER::count, 150);

    private static PastAnswer answer(int number, String text) {
        return new PastAnswer("gen_" + number, Turns.NOW.plusSeconds(number * 86_400L), text);
    }

    @Test
    void best_questionWithWordsOfAnAnswer_isItsPassageWithTheDay() {
        SaidBefore said = passages.best(
                "What did you recommend for my back?",
                List.of(
                        answer(0, "Olive trees like dry soil."),
                        answer(1, "Sleep well.\n\nFor your back I recommend swimming twice a week."),
                        answer(2, "Lisbon is sunny.")),
                Set.of());

        assertThat(said.lines())
                .singleElement()
                .asString()
                .matches("\\[\\d+ \\w+ \\d{4}] For your back I recommend swimming twice a week\\.");
        assertThat(said.tokens())
                .isEqualTo(
                        COUNTER.count(SaidBefore.HEADING + "\n" + said.lines().getFirst() + "\n"));
    }

    @Test
    void best_answerThatThePromptQuotesAnyway_isLeftOut() {
        List<PastAnswer> answers = List.of(answer(1, "For your back I recommend swimming."));

        assertThat(passages.best("What did you recommend?", answers, Set.of("gen_1")))
                .isEqualTo(SaidBefore.NOTHING);
        assertThat(passages.best("What did you say about soup?", answers, Set.of()))
                .isEqualTo(SaidBefore.NOTHING);
    }

    @Test
    void best_manyLongAnswers_keepsTheBudget() {
        List<PastAnswer> answers = new ArrayList<>();
        for (int i = 0; i < TurnStore.SAID_MAX; i++) {
            answers.add(answer(i, ("Swimming is good for the back, number " + i + ". ").repeat(40)));
        }
        SaidBefore said = passages.best("What did you recommend for my back?", answers, Set.of());

        assertThat(said.lines()).isNotEmpty();
        assertThat(said.tokens()).isBetween(80, 150);
    }

    @Test
    void cut_longText_isPassagesOfBoundedLength_inOrder() {
        assertThat(Passages.cut("One. Two.\nThree.")).containsExactly("One. Two.", "Three.");
        assertThat(Passages.cut("x".repeat(10_000)))
                .allSatisfy(passage -> assertThat(passage).hasSizeLessThanOrEqualTo(300));
        assertThat(Passages.cut("A sentence of some words. ".repeat(100)))
                .hasSizeGreaterThan(8)
                .allSatisfy(passage -> assertThat(passage).hasSizeLessThanOrEqualTo(300));
        assertThat(Passages.cut("")).isEmpty();
    }
}
