package dev.rapport.eval.rank;

import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Turn;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What the plain rankers share. */
final class Ranking {
    private Ranking() {}

    /** The turns by score, of equals the newer first. */
    static List<RecalledMemory> best(List<Turn> turns, double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(Comparator.reverseOrder()))
                .limit(Ranker.COUNT_MAX)
                .map(i -> memory(turns.get(i)))
                .toList();
    }

    private static RecalledMemory memory(Turn turn) {
        return new RecalledMemory(turn.id(), turn.told(), turn.toldAt(), turn.id(), 0);
    }
}
