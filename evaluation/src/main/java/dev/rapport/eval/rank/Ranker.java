package dev.rapport.eval.rank;

import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.Turn;
import java.util.List;

/** One conversation's memory: is told the turns in time order, then asked. One thread's. */
public interface Ranker {
    /** The most that a question gets back: what the service can be set to at the most. */
    int COUNT_MAX = 256;

    /** Tells one turn. */
    void tell(Turn turn);

    /** What bears on the question, best first, at most {@link #COUNT_MAX}. */
    List<RecalledMemory> ask(String question);
}
