package dev.rapport.memory;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What was known of users before, and the way back. Fails and ends as {@link MemoryLog} does. */
public interface FactHistory {
    /** What came of {@link #undo}. */
    enum Undo {
        UNDONE,
        /**
         * No change of this turn is kept: it changed nothing, is too old, is undone already, or the user deleted a memory that it told or
         * superseded. Nothing was done.
         */
        UNKNOWN,
        /** A later turn has changed the same facts, or the memory that this one told, and must be undone first. Nothing was done. */
        LATER
    }

    /** What held once and was closed, in the order of closing. The oldest go when there are many. */
    CompletionStage<List<PastFact>> past(Owner owner);

    /**
     * Takes back what one turn taught. Its facts go, those that it closed hold again, since when they did; memories that it
     * superseded are recalled again, and its own is not. A memory that it edited in place has its words from before.
     *
     * @param turnId the turn, or empty for the newest that changed a fact or edited a memory
     * @param at now
     */
    CompletionStage<Undo> undo(Owner owner, String turnId, Instant at);
}
