package dev.rapport.eval.data;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that was said between the same people, in time order, and the questions about it.
 *
 * @param turns at least one
 */
public record Conversation(String id, List<Turn> turns, List<Question> questions) {
    public Conversation {
        turns = List.copyOf(turns);
        questions = List.copyOf(questions);
    }

    /** The turns by their names. */
    public Map<String, Turn> byId() {
        return turns.stream().collect(Collectors.toMap(Turn::id, Function.identity()));
    }
}
