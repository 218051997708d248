package dev.rapport.memory.index;

import dev.rapport.memory.QuantizedVector;
import java.util.BitSet;
import java.util.function.BooleanSupplier;

/**
 * Vectors in slots, numbered from 0 in the order of their coming, and the search for the nearest.
 *
 * <p>What is in the graph is found by walking it, and what came since by comparing with each (the tail), so a vector is
 * found as soon as it is added. A background thread moves the tail into the graph, see {@link #extendGraph}. Without a
 * graph all of it is tail.
 *
 * <p>Many threads may read while one writes: a reader names the number of slots it knows of, and sees no others.
 */
final class VectorIndex {
    private final Rows rows;
    private volatile GraphIndex graph;

    VectorIndex(DotProduct dotProduct) {
        this.rows = new Rows(dotProduct);
        this.graph = new GraphIndex(rows);
    }

    /** Puts a vector into the next slot. */
    void add(QuantizedVector vector) {
        rows.add(vector);
    }

    /** Puts another vector into a slot. The graph, if it covers the slot, does not know. */
    void set(int slot, QuantizedVector vector) {
        rows.set(slot, vector);
    }

    /** Overwrites a vector. To be called by the writer, for a slot that readers skip from now on. */
    void remove(int slot) {
        rows.clear(slot);
    }

    /**
     * Offers the slots nearest to the question, with their cosine similarity.
     *
     * @param query of length one
     * @param count slots that the reader knows of
     * @param removed slots to skip; never changed again by anyone
     * @param nearest takes them, and says by its own size how many are wanted
     */
    void search(float[] query, int count, BitSet removed, TopSlots nearest) {
        GraphIndex now = graph;
        int tail = now.count(); // may be more than the reader knows of
        for (int slot : now.nearest(query, nearest.countMax())) {
            if (slot < count && !removed.get(slot)) {
                nearest.offer(slot, rows.cosine(query, slot));
            }
        }
        rows.scan(query, tail, count, removed, nearest);
    }

    /** The cosine similarity of one slot that the reader knows of. */
    float cosine(float[] query, int slot) {
        return rows.cosine(query, slot);
    }

    /** The cosine similarity of two slots that the reader knows of; 0 if one has no vector. */
    float cosine(int left, int right) {
        return rows.cosine(left, right);
    }

    /** The vector of a slot that the reader knows of; all zero if it was removed. */
    QuantizedVector vector(int slot) {
        return rows.vector(slot);
    }

    /** How many slots the graph covers; 0 if there is none. */
    int graphed() {
        return graph.count();
    }

    /**
     * Makes a graph that covers more slots, and searches that from then on. Takes a quarter to three quarters of a
     * millisecond for each, on one background thread at a time; searches go on meanwhile.
     *
     * @param count slots to be covered after it
     * @param removed slots to leave out
     * @param goesOn asked before each slot; once it says no, nothing is changed any more
     */
    void extendGraph(int count, BitSet removed, BooleanSupplier goesOn) {
        GraphIndex extended = graph.extended(count, removed, goesOn);
        if (extended != null) {
            graph = extended;
        }
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return rows.weightBytes() + graph.weightBytes();
    }
}
