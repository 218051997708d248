package dev.rapport.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A user's memories to be looked at and corrected by that user. Each reading is of one moment. Fails and ends as {@link MemoryLog} does.
 */
public interface MemoryBook {
    /** Memories in one page at most. */
    int PAGE_MAX = 200;

    /** Which memories. */
    enum Status {
        CURRENT,
        SUPERSEDED,
        ALL
    }

    /**
     * Some memories, newest first.
     *
     * @param next where the next page begins; empty at the end
     * @param told memories of the user in all, superseded ones included
     */
    record Page(List<KeptMemory> memories, String next, long told) {
        public Page {
            memories = List.copyOf(memories);
        }
    }

    /**
     * One page. It may have fewer memories than wanted, even none, and yet not be the last: an implementation bounds how much of the
     * log it looks at.
     *
     * @param before what the page before said is next; empty for the newest
     * @param countMax 1 to {@value #PAGE_MAX}
     */
    CompletionStage<Page> page(Owner owner, Status status, String before, int countMax);

    /**
     * One page of all memories, oldest first. Whoever goes on to the end misses none, whatever is told meanwhile: a memory that is told
     * again, edited or revived goes to the newest end, and so may be found twice.
     *
     * @param after what the page before said is next; empty for the oldest
     * @param countMax 1 to {@value #PAGE_MAX}
     */
    CompletionStage<Page> oldestFirst(Owner owner, String after, int countMax);

    /** One memory; empty if the user has none of this id. */
    CompletionStage<Optional<KeptMemory>> memory(Owner owner, String memoryId);

    /** For each memory that speaks for facts, their attributes, in alphabetical order. */
    CompletionStage<Map<String, List<String>>> attributes(Owner owner);

    /** What lessons did to facts, oldest first; the oldest go when there are many. */
    CompletionStage<List<FactChange>> changes(Owner owner);

    /** The turn of the newest change that can be undone. */
    CompletionStage<Optional<String>> newestChange(Owner owner);

    /** What came of {@link #replace}. */
    enum Replacing {
        DONE,
        /** The user has no such memory. Nothing was done, as in all further cases. */
        UNKNOWN,
        /** It is superseded already. */
        SUPERSEDED,
        /** Another current memory has the new words. */
        EQUAL,
        /** There is no room for another memory. */
        FULL
    }

    /**
     * Puts the lesson's memory in the place of another one, in one step: nobody sees both of them current, or neither. What only the old
     * one says holds no more, unless the new one says it, too. The old one is kept as superseded; if the new words differ from
     * its own in case, spaces or punctuation only, it is the same memory with other words. To send it again changes nothing.
     *
     * @param lesson has a memory
     * @param epoch in which it began, as {@link #epoch} said; fails with {@link ErasedException} in another one
     */
    CompletionStage<Replacing> replace(Owner owner, String memoryId, Lesson lesson, String epoch);

    /** What to write in: nothing that began before an erasure is written after it, see {@link MemoryLog#learn(Owner, Lesson, String)}. */
    CompletionStage<String> epoch(Owner owner);

    /** The id that these words have, for this user and in this epoch. */
    CompletionStage<String> id(Owner owner, NewMemory memory, String epoch);
}
