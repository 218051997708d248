package dev.rapport.chat.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StyleHabitTest {
    private static final Style BRIEF = new Style(4, 0.2f, "en", 1, true, false, false);
    private static final Style LETTER = new Style(80, 0.9f, "en", 0, false, false, false);
    private static final Style MIDDLE = new Style(StyleHabit.MIDDLE_WORDS, 0.5f, "en");

    @Test
    void of_fewerThanFive_tellsNothing() {
        assertThat(StyleHabit.of(Collections.nCopies(4, BRIEF))).isEmpty();
        assertThat(StyleHabit.of(List.of())).isEmpty();
    }

    @Test
    void of_fiveAlike_tellsWhatTheyShare() {
        assertThat(StyleHabit.of(Collections.nCopies(5, BRIEF))).isEqualTo("brief, informal, uses emoji, mostly asks");
        assertThat(StyleHabit.of(Collections.nCopies(5, LETTER))).isEqualTo("at length, formal");
    }

    @Test
    void of_nowSoAndNowSo_tellsNothing() {
        List<Style> messages = new ArrayList<>(Collections.nCopies(5, BRIEF));
        messages.addAll(Collections.nCopies(5, LETTER));

        assertThat(StyleHabit.of(messages)).isEmpty();
    }

    @Test
    void of_aWishForListsAndCodeNowAndThen_isToldAllTheSame() {
        Style list = new Style(StyleHabit.MIDDLE_WORDS, 0.5f, "en", 0, false, true, true);

        assertThat(StyleHabit.of(List.of(MIDDLE, list, MIDDLE, list, MIDDLE))).isEqualTo("wants lists, wants code");
        assertThat(StyleHabit.of(List.of(MIDDLE, list, MIDDLE, MIDDLE, MIDDLE))).isEmpty();
    }

    @Test
    void of_oldMessages_countNoMore() {
        List<Style> messages = new ArrayList<>(Collections.nCopies(50, LETTER));
        messages.addAll(Collections.nCopies(StyleHabit.MESSAGES_MAX, BRIEF));

        assertThat(StyleHabit.of(messages)).startsWith("brief");
    }
}
