package dev.rapport.memory.index;

import dev.rapport.memory.QuantizedVector;
import java.util.BitSet;

/**
 * Vectors in slots, numbered from 0 in the order of their coming.
 *
 * <p>Many threads may read while one adds: a reader names the number of slots it knows of, and sees no others.
 */
interface VectorIndex {
    /** Puts a vector into the next slot. */
    void add(QuantizedVector vector);

    /**
     * Offers the slots nearest to the question, with their cosine similarity.
     *
     * @param query of length one
     * @param count slots that the reader knows of
     * @param removed slots to skip; never changed again by anyone
     * @param nearest takes them, and says by its own size how many are wanted
     */
    void search(float[] query, int count, BitSet removed, TopSlots nearest);

    /** The cosine similarity of one slot that the reader knows of. */
    float cosine(float[] query, int slot);

    /** Memory held, estimated. */
    long weightBytes();
}
