package dev.rapport.memory.index;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Walks a graph of neighbours (HNSW) instead of reading everything: for the few users with very many memories.
 *
 * <p>Finds nearly all of the true neighbours. The walk compares bytes with bytes; what it finds is compared again with
 * the question in full precision, so similarities are the same as {@link ExactIndex} gives. Nothing is taken out of the
 * graph: removed slots are asked for in addition and skipped, which their number must keep small.
 */
final class GraphIndex implements VectorIndex {
    /** Neighbours of a node. hnswlib advises 12 to 48 for vectors of this kind; 16 gave 0.996 of the neighbours. */
    private static final int NEIGHBOURS = 16;

    /** Candidates kept open while a node is put in: quality of the graph against time to build it. */
    private static final int BUILD_BEAM_WIDTH = 200;

    /** Candidates kept open in a search, at the least; a search for more opens as many as it wants. */
    private static final int SEARCH_BEAM_WIDTH = 200;

    /** Removed slots that one search asks for in addition, at the most. Those near the question are what matters. */
    static final int REMOVED_SKIPPED_MAX = 512;

    /** What the graph holds beside the bytes themselves: edges, locks, three objects (measured 310 to 380 bytes). */
    private static final int NODE_SIZE = 400;

    private final DotProduct dotProduct;
    private final HnswIndex<Integer, Row, Node, Float> graph;
    private volatile Row[] rows;
    private int size;

    GraphIndex(DotProduct dotProduct, int slotsExpected) {
        this.dotProduct = dotProduct;
        this.rows = new Row[Math.max(slotsExpected, 16)];
        this.graph = HnswIndex.<Row, Float>newBuilder(
                        Embedding.DIMENSIONS,
                        (left, right) -> 1 - dotProduct.of(left.values, right.values) * left.scale * right.scale,
                        rows.length)
                .withM(NEIGHBOURS)
                .withEfConstruction(BUILD_BEAM_WIDTH)
                .withEf(SEARCH_BEAM_WIDTH)
                .build();
    }

    @Override
    public void add(QuantizedVector vector) {
        if (size == rows.length) {
            int slots = size + size / 2;
            rows = Arrays.copyOf(rows, slots);
            graph.resize(slots);
        }
        Row row = new Row(vector);
        rows[size] = row;
        graph.add(new Node(size, row));
        size++;
    }

    @Override
    public void search(float[] query, int count, BitSet removed, TopSlots nearest) {
        Row question = new Row(QuantizedVector.of(Embedding.of(query)));
        int wanted = nearest.countMax() + Math.min(removed.cardinality(), REMOVED_SKIPPED_MAX);
        for (SearchResult<Node, Float> found : graph.findNearest(question, wanted)) {
            int slot = found.item().slot;
            if (slot < count && !removed.get(slot)) {
                nearest.offer(slot, cosine(query, slot));
            }
        }
    }

    @Override
    public float cosine(float[] query, int slot) {
        Row row = rows[slot];
        return dotProduct.of(query, row.values, 0) * row.scale;
    }

    @Override
    public long weightBytes() {
        return (long) rows.length * (Embedding.DIMENSIONS + NODE_SIZE);
    }

    private static final class Row {
        private final byte[] values = new byte[Embedding.DIMENSIONS];
        private final float scale;

        private Row(QuantizedVector vector) {
            vector.copyTo(values, 0);
            this.scale = vector.scale();
        }
    }

    private static final class Node implements Item<Integer, Row> {
        private static final long serialVersionUID = 1;

        private final int slot;

        @SuppressWarnings("serial") // the library's interface is serializable; this index is rebuilt, never saved
        private final Row row;

        private Node(int slot, Row row) {
            this.slot = slot;
            this.row = row;
        }

        @Override
        public Integer id() {
            return slot;
        }

        @Override
        public Row vector() {
            return row;
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }
    }
}
