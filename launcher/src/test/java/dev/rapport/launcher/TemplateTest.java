package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void render_words_areFilledInLiterally() {
        assertThat(new Template("t", "a {{x}} b $1 {{x}}").render(Map.of("x", "$0\\")))
                .isEqualTo("a $0\\ b $1 $0\\");
    }

    @Test
    void render_wordWithoutValue_isRefused() {
        assertThatThrownBy(() -> new Template("t", "{{x}} {{y}}").render(Map.of("x", "1")))
                .hasMessage("t: {{y}} (expected: one of [x])");
    }

    @Test
    void render_valueWithoutWord_isRefused() {
        assertThatThrownBy(() -> new Template("t", "{{x}}").render(Map.of("x", "1", "z", "2")))
                .hasMessage("t: no place for [z]");
    }
}
