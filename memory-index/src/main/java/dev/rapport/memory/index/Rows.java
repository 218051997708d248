package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The bytes of vectors in slots, numbered from 0 in the order of their coming. Both ways to search read them here, so each
 * vector is there once.
 *
 * <p>They lie in chunks: to grow copies no more than one small chunk, on whichever thread adds, and what stands ready but
 * empty is less than a chunk. Within one they lie one behind the other, which the processor reads ahead.
 *
 * <p>Many threads may read while one writes: a reader names the number of slots it knows of.
 */
final class Rows {
    /** Slots of a chunk: 98 KB, a copy of some 5 microseconds. A power of two. */
    private static final int CHUNK_SLOTS = 1 << Chunks.SHIFT;

    /** Less than the cosine of opposite directions. */
    private static final float FARTHEST = -2;

    private static final class Chunk {
        private final byte[] values;
        private final float[] scales;

        private Chunk(int slots) {
            this(new byte[slots * Embedding.DIMENSIONS], new float[slots]);
        }

        private Chunk(byte[] values, float[] scales) {
            this.values = values;
            this.scales = scales;
        }

        private Chunk grown(int slots) {
            return new Chunk(Arrays.copyOf(values, slots * Embedding.DIMENSIONS), Arrays.copyOf(scales, slots));
        }
    }

    private final DotProduct dotProduct;

    /* The writer fills places that no reader knows of yet, and replaces the array when there is one chunk more. */
    private volatile Chunk[] chunks = {};
    private int size;
    private int capacity;

    Rows(DotProduct dotProduct) {
        this.dotProduct = dotProduct;
    }

    /** Puts a vector into the next slot. */
    void add(QuantizedVector vector) {
        if (size == capacity) {
            grow();
        }
        Chunk chunk = chunks[Chunks.of(size)];
        int place = Chunks.place(size);
        chunk.scales[place] = vector.scale();
        vector.copyTo(chunk.values, place * Embedding.DIMENSIONS);
        size++;
    }

    private void grow() {
        int slots = Chunks.nextSlots(capacity);
        Chunk[] more = Arrays.copyOf(chunks, Chunks.of(capacity + slots - 1) + 1);
        int last = more.length - 1;
        more[last] = capacity < CHUNK_SLOTS && capacity > 0 ? chunks[0].grown(capacity + slots) : new Chunk(slots);
        chunks = more;
        capacity += slots;
    }

    /** Puts another vector into a slot. A search that is under way may read a part of either. */
    void set(int slot, QuantizedVector vector) {
        Chunk chunk = chunks[Chunks.of(slot)];
        int place = Chunks.place(slot);
        vector.copyTo(chunk.values, place * Embedding.DIMENSIONS);
        chunk.scales[place] = vector.scale();
    }

    /** Overwrites a vector with zeros. A search that is under way may still read a part of it; it skips the slot. */
    void clear(int slot) {
        Chunk chunk = chunks[Chunks.of(slot)];
        int place = Chunks.place(slot);
        chunk.scales[place] = 0;
        Arrays.fill(chunk.values, place * Embedding.DIMENSIONS, (place + 1) * Embedding.DIMENSIONS, (byte) 0);
    }

    /** Offers each slot of a range with its cosine similarity, but for those that were removed. */
    void scan(float[] query, int from, int to, BitSet removed, TopSlots nearest) {
        Chunk[] now = chunks;
        for (int slot = removed.nextClearBit(from); slot < to; slot = removed.nextClearBit(slot + 1)) {
            Chunk chunk = now[Chunks.of(slot)];
            int place = Chunks.place(slot);
            nearest.offer(slot, dotProduct.of(query, chunk.values, place * Embedding.DIMENSIONS) * chunk.scales[place]);
        }
    }

    /** The cosine similarity of one slot to a question; 0 if its vector was cleared. */
    float cosine(float[] query, int slot) {
        Chunk chunk = chunks[Chunks.of(slot)];
        int place = Chunks.place(slot);
        return dotProduct.of(query, chunk.values, place * Embedding.DIMENSIONS) * chunk.scales[place];
    }

    /** The cosine similarity of two slots; 0 if one of the vectors was cleared. */
    float cosine(int left, int right) {
        Chunk[] now = chunks;
        Chunk leftChunk = now[Chunks.of(left)];
        Chunk rightChunk = now[Chunks.of(right)];
        int leftPlace = Chunks.place(left);
        int rightPlace = Chunks.place(right);
        return dotProduct.of(
                        leftChunk.values,
                        leftPlace * Embedding.DIMENSIONS,
                        rightChunk.values,
                        rightPlace * Embedding.DIMENSIONS)
                * leftChunk.scales[leftPlace]
                * rightChunk.scales[rightPlace];
    }

    /** The same, but {@link #FARTHEST} if its vector was cleared. */
    float nearness(float[] query, int slot) {
        Chunk chunk = chunks[Chunks.of(slot)];
        int place = Chunks.place(slot);
        float scale = chunk.scales[place];
        return scale == 0 ? FARTHEST : dotProduct.of(query, chunk.values, place * Embedding.DIMENSIONS) * scale;
    }

    /** Writes a slot's vector, of length one, into a question. */
    void copyTo(int slot, float[] question) {
        Chunk chunk = chunks[Chunks.of(slot)];
        int place = Chunks.place(slot);
        for (int i = 0; i < question.length; i++) {
            question[i] = chunk.values[place * Embedding.DIMENSIONS + i] * chunk.scales[place];
        }
    }

    boolean isCleared(int slot) {
        return chunks[Chunks.of(slot)].scales[Chunks.place(slot)] == 0;
    }

    /** The vector of a slot; all zero if it was cleared. */
    QuantizedVector vector(int slot) {
        Chunk chunk = chunks[Chunks.of(slot)];
        int place = Chunks.place(slot);
        return QuantizedVector.ofRow(chunk.values, place * Embedding.DIMENSIONS, chunk.scales[place]);
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return (long) capacity * (Embedding.DIMENSIONS + Float.BYTES);
    }
}
