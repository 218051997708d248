package dev.rapport.eval.rank;

import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Turn;
import java.util.ArrayList;
import java.util.List;

/** The newest first: what a chat without a memory has, the end of the conversation. */
final class RecencyRanker implements Ranker {
    private final List<Turn> turns = new ArrayList<>();

    @Override
    public void tell(Turn turn) {
        turns.add(turn);
    }

    @Override
    public List<RecalledMemory> ask(String question) {
        return Ranking.best(turns, new double[turns.size()]);
    }
}
