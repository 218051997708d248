package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpentTest {
    private static final Source OPENAI = new Source("openai", "gpt", "");
    private static final Source BACKUP = new Source("backup", "qwen", "");

    @Test
    void of_brokenTurnOfTwoParts_isTheirSum() {
        List<Part> parts = List.of(
                new Part(OPENAI, new Usage(412, 9, 0), false, 120), new Part(BACKUP, new Usage(421, 3, 0), false, 7));
        assertThat(Spent.of(parts, null)).isEqualTo(new Spent("backup", 833, 12, 127, "openai:412+9,backup:421+3"));
    }

    @Test
    void of_onePart_hasNoList() {
        List<Part> parts = List.of(new Part(OPENAI, new Usage(412, 9, 0), true, 120));
        assertThat(Spent.of(parts, null)).isEqualTo(new Spent("openai", 412, 9, 120, ""));
    }

    @Test
    void of_noParts_isWhatTheEndSays_orNothing() {
        TurnEnd end = new TurnEnd(
                "gen_1",
                "c_1",
                OPENAI,
                AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(5, 2, 0)),
                List.of(),
                new StageTimes(() -> 0));
        assertThat(Spent.of(List.of(), end)).isEqualTo(new Spent("openai", 5, 2, 0, ""));
        assertThat(Spent.of(List.of(), null)).isEqualTo(new Spent("", 0, 0, 0, ""));
    }
}
