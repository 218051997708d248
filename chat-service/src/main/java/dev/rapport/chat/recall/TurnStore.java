package dev.rapport.chat.recall;

import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import io.vertx.core.Future;
import java.util.List;

/** What the durable store knows of a turn's user. Fails with {@code TurnFailure.Unavailable} when it cannot be reached. */
public interface TurnStore {

    /** Log entries in one reply. Applying one costs about 5 us, so a page costs the loop 1 to 2 ms. */
    int PAGE = 256;

    /**
     * Everything that a turn needs, in one round trip that only reads: a write in it would wait for the disk.
     *
     * @param position where this process's copy of the user's memory log ends
     */
    Future<Loaded> load(Owner owner, String conversation, String position);

    /** Answers of one user that are kept to be asked for, the newest: some weeks of talk. 128 x 1,500 characters are read at once. */
    int SAID_MAX = 128;

    /** Characters of each that are kept: what is asked for later stands mostly at the beginning. */
    int SAID_LENGTH_MAX = 1_500;

    /** The last answers of all conversations, oldest first, at most {@link #SAID_MAX}. Read only for a message that asks for them. */
    Future<List<PastAnswer>> said(Owner owner);

    /**
     * What was found.
     *
     * @param history newest messages of the conversation, oldest first
     * @param summaries of the conversation
     * @param entries the memory log after the position, at most {@link #PAGE}; a full page means there is more
     * @param epoch what all of it is of, see {@link TextSealer#epoch}; what was read in another one was erased
     */
    record Loaded(
            List<PastMessage> history,
            Summaries summaries,
            List<KnownTrait> traits,
            List<LogEntry> entries,
            String epoch) {
        public Loaded {
            history = List.copyOf(history);
            traits = List.copyOf(traits);
            entries = List.copyOf(entries);
        }

        /** What a store without erasure says. */
        public Loaded(List<PastMessage> history, List<KnownTrait> traits, List<LogEntry> entries) {
            this(history, Summaries.NONE, traits, entries, TextSealer.UNKNOWN_EPOCH);
        }
    }
}
