package dev.rapport.memory.index;

import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A graph of neighbours over {@link Rows} that is walked instead of reading everything: for the few users with very many
 * memories. Finds nearly all of the true neighbours.
 *
 * <p>HNSW: Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World
 * graphs", IEEE TPAMI 42(4), 2020, whose algorithms are named where they are. Why it is ours: decision 0023.
 *
 * <p>Never changes, so any number of threads may search it and none waits: {@link #extended} makes another one. Nothing is
 * taken out of it. The row of a removed slot is all zero, and such a one is farther from everything than anything else, so no
 * search ends there.
 */
final class GraphIndex {
    /** Candidates kept open in a search, at the least; a search for more opens as many as it wants. */
    static final int SEARCH_BEAM_WIDTH = 96;

    private final Rows rows;
    private final int count;
    private final List<Layer> layers;
    private final int entry;

    /** Covers no slot. */
    GraphIndex(Rows rows) {
        this(rows, 0, List.of(), -1);
    }

    /**
     * As a builder made it, who must not change it any more.
     *
     * @param count slots below this are in it, but for those that were left out
     * @param layers the ground first
     * @param entry node of the last layer where a search begins; -1 if there is none
     */
    GraphIndex(Rows rows, int count, List<Layer> layers, int entry) {
        this.rows = rows;
        this.count = count;
        this.layers = layers;
        this.entry = entry;
    }

    /** Slots that it covers. */
    int count() {
        return count;
    }

    List<Layer> layers() {
        return layers;
    }

    int entry() {
        return entry;
    }

    /**
     * The same with more slots. The same slots, in one or in several calls, give the same graph.
     *
     * @param upTo slots to be covered by it
     * @param removed slots to leave out
     * @param goesOn asked before each slot
     * @return {@code null} if it was told not to go on
     */
    @Nullable
    GraphIndex extended(int upTo, BitSet removed, BooleanSupplier goesOn) {
        GraphBuilder builder = new GraphBuilder(rows, this, upTo);
        for (int slot = count; slot < upTo; slot++) {
            if (!goesOn.getAsBoolean()) {
                return null;
            }
            if (!removed.get(slot)) {
                builder.add(slot);
            }
        }
        return builder.built();
    }

    /** The slots nearest to the question, best first (algorithm 5); some may be removed ones. */
    int[] nearest(float[] question, int wanted) {
        if (entry < 0) {
            return new int[0];
        }
        int node = entry;
        Beam one = new Beam(1);
        for (int at = layers.size() - 1; at > 0; at--) {
            Layer layer = layers.get(at);
            walk(layer, question, node, one, new long[wordsFor(layer.size())]);
            node = layer.below(one.node(0));
        }
        Beam beam = new Beam(Math.max(SEARCH_BEAM_WIDTH, wanted));
        Layer ground = layers.getFirst();
        walk(ground, question, node, beam, new long[wordsFor(ground.size())]);
        return beam.toArray();
    }

    /** Words of 64 bits, one bit for each node. */
    static int wordsFor(int nodes) {
        return (nodes >>> 6) + 1;
    }

    private void walk(Layer layer, float[] question, int from, Beam beam, long[] visited) {
        beam.clear();
        beam.offer(from, rows.nearness(question, layer.slot(from)));
        visited[from >>> 6] |= 1L << from;
        layer.walk(rows, question, beam, visited);
    }

    /** Memory held, estimated. */
    long weightBytes() {
        return layers.stream().mapToLong(Layer::weightBytes).sum();
    }
}
