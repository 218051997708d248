package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;

/** One number after the other: runs everywhere, and is the yardstick for {@link SimdDotProduct}. */
final class ScalarDotProduct implements DotProduct {
    @Override
    public float of(float[] query, byte[] rows, int offset) {
        float sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum = Math.fma(query[i], rows[offset + i], sum);
        }
        return sum;
    }

    @Override
    public float of(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        int sum = 0; // 384 x 127 x 127 is 6 million: no overflow
        for (int i = 0; i < Embedding.DIMENSIONS; i++) {
            sum += left[leftOffset + i] * right[rightOffset + i];
        }
        return sum;
    }
}
