package dev.rapport.chat.turn;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Source;
import java.util.List;

/**
 * How a turn ended well.
 *
 * @param learned ids of the memories it added
 */
public record TurnEnd(
        String turnId, String conversation, Source source, AnswerEnd answer, List<String> learned, StageTimes times) {
    public TurnEnd {
        learned = List.copyOf(learned);
    }
}
