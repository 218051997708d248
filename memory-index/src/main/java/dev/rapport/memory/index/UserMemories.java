package dev.rapport.memory.index;

import static java.util.Objects.requireNonNull;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.UserKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One user's current memories, ready to be searched: a copy of the user's log that can be dropped at any time.
 *
 * <p>Safe for use by many threads at once. Searches never wait for appliers: each sees the entries of all {@link #apply}
 * calls that had returned when it began. Appliers take turns.
 *
 * <p>A search among 1,000 memories takes about 0.1 ms, among 10,000 0.6 ms, and may run anywhere. To apply takes some 5
 * microseconds for each entry, so a few hundred of them may run on an event loop. What takes longer is done in the background, one
 * piece of work at a time: above {@link #GRAPH_SIZE_MIN} memories a graph is built and kept up, and when many were removed the
 * rest is put together anew. Until a piece is done all memories are found without it.
 */
public final class UserMemories {
    /** Above this many memories a graph is faster than comparing with each, at equal quality (measured: 9,000). */
    static final int GRAPH_SIZE_MIN = 10_000;

    /** Memories that may wait beside the graph, each search comparing with all of them: 25 microseconds more. */
    static final int TAIL_MAX = 1_000;

    /** Slots that may stand empty before everything is put together anew; more only if there are four times as many. */
    static final int REMOVED_MAX = 512;

    /** Memories that are copied while appliers wait, at the end of a compaction: half a millisecond. */
    private static final int CATCH_UP_MAX = 64;

    private static final DotProduct DOT_PRODUCT = DotProduct.choose();

    /** What readers see. */
    private record View(Shelf shelf, int count, BitSet removed, String position, long weightBytes) {}

    private final int graphSizeMin;
    private final Executor background;
    private final Runnable afterChange;

    /* Under this object's lock. */
    private boolean working;
    private boolean forgotten;
    private boolean graphIsStale;
    private int graphingUpTo; // slots that the graph under way will cover

    private volatile boolean abandoned;
    private String epoch = TextSealer.UNKNOWN_EPOCH;
    private volatile View view;

    /**
     * No memories yet, position {@link LogEntry#START}. All vectors, and those of the questions, must be of one model. What belongs in
     * the background is done by who calls {@link #apply}.
     */
    public UserMemories() {
        this("");
    }

    /**
     * The same for vectors of several models.
     *
     * @param space of the questions' vectors, see {@link dev.rapport.memory.Embedder#space}. Memories whose vector is of
     *     another are found by their words alone, until {@link #replaceVectors}
     */
    public UserMemories(String space) {
        this(space, GRAPH_SIZE_MIN, Runnable::run, () -> {});
    }

    /**
     * The same with a background.
     *
     * @param background may refuse: the work is then asked for again after the next {@link #apply}
     * @param afterChange told, on any thread and without a lock, when the weight may have changed
     */
    UserMemories(String space, int graphSizeMin, Executor background, Runnable afterChange) {
        this.graphSizeMin = graphSizeMin;
        this.background = background;
        this.afterChange = afterChange;
        this.view = new View(new Shelf(DOT_PRODUCT, space), 0, new BitSet(), LogEntry.START, 0);
    }

    /** The place in the log up to which everything is known. */
    public String position() {
        return view.position;
    }

    /**
     * Whether these are memories of an epoch; the first that is asked for is theirs. Those of another one were erased, and nothing
     * of the log may be put to them: whoever hears so drops them.
     *
     * @param asked as {@link dev.rapport.memory.LogPage#epoch} said; {@link TextSealer#UNKNOWN_EPOCH} fits all
     */
    public synchronized boolean areOf(String asked) {
        boolean keyIsNew = epoch.equals(UserKey.NO) && position().equals(LogEntry.START);
        if (epoch.equals(TextSealer.UNKNOWN_EPOCH) || (keyIsNew && !asked.equals(TextSealer.UNKNOWN_EPOCH))) {
            epoch = asked;
        }
        return epoch.equals(asked) || asked.equals(TextSealer.UNKNOWN_EPOCH);
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

    /** How many slots the graph covers. */
    int graphed() {
        return view.shelf.vectors().graphed();
    }

    /** Lets go of work in the background: nobody will look these memories up again. */
    void abandon() {
        abandoned = true;
    }

    /**
     * Follows the log. Entries at or before {@link #position} are known and skipped, so it does no harm that two threads
     * read the same entries.
     *
     * @param entries in the order of the log, and with none left out between {@link #position} and the first
     */
    public void apply(List<LogEntry> entries) {
        applyInTurn(entries);
        afterChange.run();
        workIfNeeded();
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
        view = new View(shelf, shelf.size(), removed, position, shelf.weightBytes());
    }

    private void applyOne(LogEntry entry, Shelf shelf, BitSet removed) {
        switch (entry) {
            case LogEntry.Added added -> {
                remove(added.memory().id(), shelf, removed);
                shelf.add(added.memory());
            }
            case LogEntry.Superseded superseded -> remove(superseded.memoryId(), shelf, removed);
            case LogEntry.Forgotten gone -> forgotten |= remove(gone.memoryId(), shelf, removed);
        }
    }

    private static boolean remove(String memoryId, Shelf shelf, BitSet removed) {
        int slot = shelf.remove(memoryId);
        if (slot >= 0) {
            removed.set(slot);
        }
        return slot >= 0;
    }

    private void workIfNeeded() {
        synchronized (this) {
            if (working || abandoned || !(needsCompaction(view) || needsGraph(view))) {
                return;
            }
            working = true;
        }
        try {
            background.execute(this::work);
        } catch (RejectedExecutionException e) {
            endWork(); // memories are found all the same, only slower
        }
    }

    /* What a user had removed leaves its words in the lexical index until then. A graph takes too long to make for one. */
    private boolean needsCompaction(View now) {
        int removed = now.removed.cardinality();
        return removed > Math.max(REMOVED_MAX, now.count / 4)
                || (forgotten && now.shelf.vectors().graphed() == 0)
                || (graphIsStale && now.shelf.strangers() == 0);
    }

    private boolean needsGraph(View now) {
        int graphed = now.shelf.vectors().graphed();
        return now.count - now.removed.cardinality() > graphSizeMin
                && now.count - graphed > (graphed == 0 ? 0 : TAIL_MAX);
    }

    private void work() {
        try {
            View now = startWork();
            if (needsCompaction(now)) {
                compact(now);
            } else {
                extendGraph(now);
            }
        } finally {
            endWork();
        }
        afterChange.run();
        workIfNeeded();
    }

    private void extendGraph(View now) {
        synchronized (this) {
            graphingUpTo = now.count;
        }
        now.shelf.vectors().extendGraph(now.count, now.removed, () -> !abandoned);
    }

    private synchronized View startWork() {
        return view;
    }

    private synchronized void endWork() {
        View now = view;
        view = new View(now.shelf, now.count, now.removed, now.position, now.shelf.weightBytes());
        working = false;
        graphingUpTo = 0;
    }

    /* Without the lock, but for the last step: the old shelf goes on being searched and added to meanwhile. */
    private void compact(View before) {
        synchronized (this) {
            graphIsStale = false;
            forgotten = false; // set again if another is forgotten now, since it may be copied already
        }
        Compaction compaction = new Compaction(before.shelf, DOT_PRODUCT);
        compaction.follow(before.count, before.removed);
        if (compaction.live() > graphSizeMin) {
            compaction.buildGraph(() -> !abandoned);
        }
        while (!finish(compaction, before)) {
            View now = view;
            compaction.follow(now.count, now.removed);
        }
    }

    private synchronized boolean finish(Compaction compaction, View before) {
        View now = view;
        if (now.count - compaction.followed() > CATCH_UP_MAX) {
            return false;
        }
        compaction.follow(now.count, now.removed);
        BitSet removed = compaction.removeAlso(before.removed, now.removed);
        Shelf anew = compaction.shelf();
        view = new View(anew, anew.size(), removed, now.position, anew.weightBytes());
        return true;
    }

    /**
     * Memories whose vector is of another model than the questions', oldest first. Costs nothing if there are none.
     *
     * @param countMax how many at the most
     */
    public synchronized List<Memory> strangers(int countMax) {
        Shelf shelf = view.shelf;
        int wanted = Math.min(countMax, shelf.strangers());
        List<Memory> strangers = new ArrayList<>();
        for (int slot = 0; slot < shelf.size() && strangers.size() < wanted; slot++) {
            Memory memory = shelf.memory(slot);
            if (memory != null && shelf.isStranger(memory)) {
                strangers.add(memory);
            }
        }
        return strangers;
    }

    /**
     * Takes the vectors of these memories in place of those that it has of them. What is no longer a memory is left out. When the last
     * one has come, a graph that was made without them is made anew in the background.
     *
     * @param again the same memories, with vectors of the questions' model
     */
    public void replaceVectors(List<Memory> again) {
        synchronized (this) {
            Shelf shelf = view.shelf;
            int covered = Math.max(graphingUpTo, shelf.vectors().graphed());
            for (Memory memory : again) {
                int slot = shelf.naturalize(memory);
                graphIsStale |= slot >= 0 && slot < covered;
            }
        }
        workIfNeeded();
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
            boolean near = candidates.cosine(place) >= query.effort().scoreMin();
            if (near || now.shelf.strangers() > 0) { // of a stranger only the words can be compared
                Memory memory = now.shelf.memory(candidates.slot(place));
                if (memory != null && (now.shelf.isStranger(memory) ? candidates.lexical(place) > 0 : near)) {
                    found.add(new Recalled(
                            memory, candidates.score(place), candidates.cosine(place), candidates.lexical(place)));
                }
            }
            if (found.size() == query.effort().topK()) {
                break;
            }
        }
        return found;
    }
}
