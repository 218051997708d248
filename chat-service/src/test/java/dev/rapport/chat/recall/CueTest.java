package dev.rapport.chat.recall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CueTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "What did you recommend for my back?",
                "You said something about olive trees.",
                "what was it that you've told me about Porto?",
                "Did you suggest the blue one?",
                "I followed your advice.",
                "What was your recommendation?",
                "I lost your last recipe."
            })
    void asksWhatWasSaid_ofAnEarlierAnswer_isTrue(String text) {
        assertThat(Cue.asksWhatWasSaid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What did I say about my back?",
                "Can you recommend a restaurant?",
                "Could you tell me a joke?",
                "I need your advice.",
                "What do you think?",
                "My sister said you are nice.",
                "",
                "you",
                "your"
            })
    void asksWhatWasSaid_ofAnythingElse_isFalse(String text) {
        assertThat(Cue.asksWhatWasSaid(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks!",
                "ok",
                "Thank you so much, that helps.",
                "Good morning",
                "\uD83D\uDC4D",
                "Yes please.",
                "lol"
            })
    void isCourtesy_nothingAskedOrTold_isTrue(String text) {
        assertThat(Cue.isCourtesy(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks, and where does my sister live",
                "Who am I?",
                "Good?",
                "Tell me about me",
                "I see a doctor tomorrow",
                "\u6211\u4F4F\u5728\u54EA\u91CC",
                "\u0413\u0434\u0435 \u044F \u0436\u0438\u0432\u0443"
            })
    void isCourtesy_anythingElse_isFalse(String text) {
        assertThat(Cue.isCourtesy(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok ", "you ", "your last ", "\uD83D", "x", "did you "})
    void anyText_ofAnyLength_isRead(String part) {
        String text = part.repeat(1_000_000 / part.length());

        assertThat(Cue.asksWhatWasSaid(text)).isFalse();
        assertThat(Cue.isCourtesy(text)).isFalse();
    }
}
