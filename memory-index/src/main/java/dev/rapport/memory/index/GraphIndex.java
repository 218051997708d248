package dev.rapport.memory.index;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.rapport.memory.Embedding;
import java.util.List;

/**
 * A graph of neighbours over {@link Rows} (HNSW: Malkov and Yashunin, 2018) that is walked instead of reading everything: for
 * the few users with very many memories. Finds nearly all of the true neighbours.
 *
 * <p>Nothing is taken out of the graph. The row of a removed slot is all zero, and such a one is farther from everything than
 * anything else, so no search ends there.
 *
 * <p>One thread adds while many search. A search may wait for the end of one addition that it meets, and, where more threads
 * search than there are processors, for another search (hnswlib keeps one set of visited nodes for each): about a
 * millisecond. The number of slots is fixed: the library cannot grow while it is searched.
 */
final class GraphIndex {
    /** Neighbours of a node. hnswlib advises 12 to 48 for vectors of this kind; 16 gave 0.996 of the neighbours. */
    private static final int NEIGHBOURS = 16;

    /** Candidates kept open while a node is put in: quality of the graph against time to build it. */
    private static final int BUILD_BEAM_WIDTH = 200;

    /** Candidates kept open in a search, at the least; a search for more opens as many as it wants. */
    static final int SEARCH_BEAM_WIDTH = 96;

    /** What the graph holds for a node: edges, three objects, an entry in each of two maps (measured: HeapTest). */
    private static final int NODE_SIZE = 350;

    /** What it holds for a slot that may come to be used: places in three arrays and two sets of bits. */
    private static final int SLOT_SIZE = 5;

    /** Farther than opposite directions are. */
    private static final float FARTHEST = 3;

    private final Rows rows;
    private final int capacity;
    private final HnswIndex<Integer, Place, Node, Float> graph;
    private volatile int size;

    GraphIndex(Rows rows, int capacity) {
        this.rows = rows;
        this.capacity = capacity;
        this.graph = HnswIndex.<Place, Float>newBuilder(Embedding.DIMENSIONS, this::distance, capacity)
                .withM(NEIGHBOURS)
                .withEfConstruction(BUILD_BEAM_WIDTH)
                .withEf(SEARCH_BEAM_WIDTH)
                .build();
    }

    /** Slots that it can hold. */
    int capacity() {
        return capacity;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    void add(int slot) {
        graph.add(new Node(slot));
        size++;
    }

    /** The slots nearest to the question, in no order; some may be removed ones. */
    int[] nearest(float[] query, int wanted) {
        List<SearchResult<Node, Float>> found = graph.findNearest(new Question(query), wanted);
        int[] slots = new int[found.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = found.get(i).item().slot;
        }
        return slots;
    }

    private float distance(Place from, Place to) {
        int slot = ((Node) to).slot; // a question is only ever compared with nodes
        if (rows.isCleared(slot)) {
            return FARTHEST;
        }
        return switch (from) {
            case Question question -> 1 - rows.cosine(question.values, slot);
            case Node node -> rows.isCleared(node.slot) ? FARTHEST : 1 - rows.cosine(node.slot, slot);
        };
    }

    /** Memory held, estimated. */
    long weightBytes() {
        return (long) size * NODE_SIZE + (long) capacity * SLOT_SIZE;
    }

    /** A point in the space: of a slot, or a question. */
    private sealed interface Place {}

    private static final class Question implements Place {
        private final float[] values;

        private Question(float[] values) {
            this.values = values;
        }
    }

    private static final class Node implements Item<Integer, Place>, Place {
        private static final long serialVersionUID = 1;

        private final int slot;

        private Node(int slot) {
            this.slot = slot;
        }

        @Override
        public Integer id() {
            return slot;
        }

        @Override
        public Place vector() {
            return this;
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }
    }
}
