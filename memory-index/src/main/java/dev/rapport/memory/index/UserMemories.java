package dev.rapport.memory.index;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One user's current memories, ready to be searched: a copy of the user's log that can be dropped at any time.
 *
 * <p>Safe for use by many threads at once. Searches never wait: each sees the entries of all {@link #apply} calls that
 * had returned when it began. Appliers take turns.
 *
 * <p>A search among 1,000 memories takes about 0.1 ms, among 10,000 0.6 ms, and may run anywhere; above {@link #GRAPH_SIZE_MIN}
 * a graph keeps it there. To apply takes some 5 microseconds for each memory, so hundreds of entries belong on a worker
 * thread. The call that makes a user's memories more than {@link #GRAPH_SIZE_MIN} builds the graph before it returns, on
 * its own thread, for some seconds; those after it add to it, at a quarter of a millisecond for each memory.
 */
public final class UserMemories {
    /** Above this many memories a graph is faster than comparing with each, at equal quality (measured: 9,000). */
    static final int GRAPH_SIZE_MIN = 10_000;

    /** Slots that may stand empty before everything is put together anew; more only if there are four times as many. */
    private static final int REMOVED_MAX = GraphIndex.REMOVED_SKIPPED_MAX;

    private static final DotProduct DOT_PRODUCT = DotProduct.choose();

    /** What readers see. */
    private record View(Shelf shelf, int count, BitSet removed, String position, long weightBytes) {}

    private final String space;
    private final int graphSizeMin;
    private final Runnable afterApply;

    /* The writer's, under this object's lock. */
    private final Map<String, Integer> slotOfId = new HashMap<>();

    private volatile View view;

    /** No memories yet, position {@link LogEntry#START}. All vectors, and those of the questions, must be of one model. */
    public UserMemories() {
        this("");
    }

    /**
     * No memories yet, position {@link LogEntry#START}.
     *
     * @param space of the questions' vectors, see {@link dev.rapport.memory.Embedder#space}. Memories whose vector is of
     *     another are found by their words alone, until {@link #replaceVectors}
     */
    public UserMemories(String space) {
        this(space, GRAPH_SIZE_MIN, () -> {});
    }

    UserMemories(int graphSizeMin, Runnable afterApply) {
        this("", graphSizeMin, afterApply);
    }

    UserMemories(String space, int graphSizeMin, Runnable afterApply) {
        this.space = space;
        this.graphSizeMin = graphSizeMin;
        this.afterApply = afterApply;
        this.view = new View(new Shelf(new ExactIndex(DOT_PRODUCT), space), 0, new BitSet(), LogEntry.START, 0);
    }

    /** The place in the log up to which everything is known. */
    public String position() {
        return view.position;
    }

    /** The number of current memories. */
    public int size() {
        View now = view;
        return now.count - now.removed.cardinality();
    }

    /** Memory held, estimated. */
    public long weightBytes() {
        return view.weightBytes;
    }

    /**
     * Follows the log. Entries at or before {@link #position} are known and skipped, so it does no harm that two threads
     * read the same entries.
     *
     * @param entries in the order of the log, and with none left out between {@link #position} and the first
     */
    public void apply(List<LogEntry> entries) {
        applyInTurn(entries);
        afterApply.run(); // without the lock, since it may take others
    }

    private synchronized void applyInTurn(List<LogEntry> entries) {
        View before = view;
        Shelf shelf = before.shelf;
        String position = before.position;
        BitSet removed = (BitSet) before.removed.clone(); // readers hold the old one
        for (LogEntry entry : entries) {
            if (entry.isAfter(position)) {
                applyOne(entry, shelf, removed);
                position = entry.position();
            }
        }
        publish(shelf, removed, position);
    }

    private void applyOne(LogEntry entry, Shelf shelf, BitSet removed) {
        switch (entry) {
            case LogEntry.Added added -> {
                remove(added.memory().id(), shelf, removed);
                slotOfId.put(added.memory().id(), shelf.add(added.memory()));
            }
            case LogEntry.Superseded superseded -> remove(superseded.memoryId(), shelf, removed);
            case LogEntry.Forgotten forgotten -> remove(forgotten.memoryId(), shelf, removed);
        }
    }

    private void remove(String memoryId, Shelf shelf, BitSet removed) {
        Integer slot = slotOfId.remove(memoryId);
        if (slot != null) {
            removed.set(slot);
            shelf.remove(slot);
        }
    }

    private void publish(Shelf shelf, BitSet removed, String position) {
        int size = slotOfId.size();
        boolean needsGraph = size > graphSizeMin && shelf.vectors() instanceof ExactIndex;
        if (needsGraph || removed.cardinality() > Math.max(REMOVED_MAX, shelf.size() / 4)) {
            Shelf anew = compacted(shelf, size > graphSizeMin, Map.of());
            view = new View(anew, anew.size(), new BitSet(), position, anew.weightBytes());
        } else {
            view = new View(shelf, shelf.size(), removed, position, shelf.weightBytes());
        }
    }

    private Shelf compacted(Shelf shelf, boolean withGraph, Map<String, Memory> replaced) {
        Shelf anew = new Shelf(
                withGraph ? new GraphIndex(DOT_PRODUCT, slotOfId.size() * 3 / 2) : new ExactIndex(DOT_PRODUCT), space);
        for (int slot = 0; slot < shelf.size(); slot++) {
            Memory memory = shelf.memory(slot);
            if (memory != null) {
                slotOfId.put(memory.id(), anew.add(replaced.getOrDefault(memory.id(), memory)));
            }
        }
        return anew;
    }

    /**
     * Memories whose vector is of another model than the questions', oldest first. Costs nothing if there are none.
     *
     * @param countMax how many at the most
     */
    public synchronized List<Memory> strangers(int countMax) {
        Shelf shelf = view.shelf;
        List<Memory> strangers = new ArrayList<>();
        for (int slot = 0; slot < shelf.size() && strangers.size() < Math.min(countMax, shelf.strangers()); slot++) {
            Memory memory = shelf.memory(slot);
            if (memory != null && shelf.isStranger(memory)) {
                strangers.add(memory);
            }
        }
        return strangers;
    }

    /**
     * Takes the vectors of these memories in place of those that it has of them. Puts everything together anew, which takes
     * some 5 microseconds for each memory of the user: worker threads. What is no longer a memory is left out.
     *
     * @param again the same memories, with vectors of the questions' model
     */
    public void replaceVectors(List<Memory> again) {
        Map<String, Memory> byId = new HashMap<>();
        again.forEach(memory -> byId.put(memory.id(), memory));
        synchronized (this) {
            Shelf anew = compacted(view.shelf, slotOfId.size() > graphSizeMin, byId);
            view = new View(anew, anew.size(), new BitSet(), view.position, anew.weightBytes());
        }
        afterApply.run();
    }

    /**
     * Finds the memories that bear on the question, best first, by meaning and by words.
     *
     * @return at most {@code topK} memories, none whose cosine similarity is below {@code scoreMin}; empty if nothing
     *     comes near
     */
    public List<Recalled> search(RecallQuery query) {
        requireNonNull(query, "query");
        View now = view;
        Candidates candidates = Candidates.of(query, now.shelf, now.count, now.removed);
        List<Recalled> found = new ArrayList<>();
        for (int place : candidates.bestFirst()) {
            Memory memory = now.shelf.memory(candidates.slot(place));
            if (memory != null && isNear(now.shelf, memory, candidates, place, query)) {
                found.add(new Recalled(
                        memory, candidates.score(place), candidates.cosine(place), candidates.lexical(place)));
            }
            if (found.size() == query.effort().topK()) {
                break;
            }
        }
        return found;
    }

    /** By the vectors, or, where they cannot tell, by a word that both have. */
    private static boolean isNear(Shelf shelf, Memory memory, Candidates candidates, int place, RecallQuery query) {
        return shelf.isStranger(memory)
                ? candidates.lexical(place) > 0
                : candidates.cosine(place) >= query.effort().scoreMin();
    }
}
