package dev.rapport.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecalledMemoryTest {
    @Test
    void line_ofSentences_isOne() {
        assertThat(line("I live in Porto.\n  And you?\n")).isEqualTo("I live in Porto. And you?");
        assertThat(line("# My plan\nSwim.")).isEqualTo("- # My plan Swim.");
    }

    @Test
    void line_ofCode_keepsItsLinesAndHowFarInTheyAre() {
        assertThat(line("It fails:\n```\n# why?\nif x:\n    y()\n```"))
                .isEqualTo("It fails:\n    ```\n    # why?\n    if x:\n        y()\n    ```");
        assertThat(line("if x:\n    y()")).isEqualTo("if x:\n        y()");
    }

    private static String line(String text) {
        return new RecalledMemory("m_1", text, Instant.EPOCH, "gen_1", 1).line();
    }
}
