package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Compares the question with every vector. Misses nothing, and up to some ten thousand vectors is also the fastest.
 *
 * <p>The vectors lie one behind the other in one array, which the processor reads ahead.
 */
final class ExactIndex implements VectorIndex {
    private static final int SLOTS_AT_FIRST = 16;

    private final DotProduct dotProduct;

    /* The writer fills places that no reader knows of yet, and replaces both arrays when they are full. */
    private volatile byte[] rows = new byte[SLOTS_AT_FIRST * Embedding.DIMENSIONS];
    private volatile float[] scales = new float[SLOTS_AT_FIRST];
    private int size;

    ExactIndex(DotProduct dotProduct) {
        this.dotProduct = dotProduct;
    }

    @Override
    public void add(QuantizedVector vector) {
        if (size == scales.length) {
            int slots = size + size / 2;
            scales = Arrays.copyOf(scales, slots);
            rows = Arrays.copyOf(rows, slots * Embedding.DIMENSIONS);
        }
        scales[size] = vector.scale();
        vector.copyTo(rows, size * Embedding.DIMENSIONS);
        size++;
    }

    @Override
    public void search(float[] query, int count, BitSet removed, TopSlots nearest) {
        byte[] rowsNow = rows;
        float[] scalesNow = scales;
        for (int slot = removed.nextClearBit(0); slot < count; slot = removed.nextClearBit(slot + 1)) {
            nearest.offer(slot, dotProduct.of(query, rowsNow, slot * Embedding.DIMENSIONS) * scalesNow[slot]);
        }
    }

    @Override
    public float cosine(float[] query, int slot) {
        return dotProduct.of(query, rows, slot * Embedding.DIMENSIONS) * scales[slot];
    }

    @Override
    public long weightBytes() {
        return rows.length + (long) scales.length * Float.BYTES;
    }
}
