package dev.rapport.chat.turn;

import java.util.List;

/** Ids of the memories that a turn added; acknowledged by the durable store. */
public record LearnedFromTurn(List<String> memoryIds) {
    /** Nothing was added. */
    public static final LearnedFromTurn NOTHING = new LearnedFromTurn(List.of());

    public LearnedFromTurn {
        memoryIds = List.copyOf(memoryIds);
    }
}
