package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * What a text means: a vector of length one, so that the dot product of two of them is their cosine similarity.
 *
 * <p>Immutable and safe to share between threads: the array is copied on the way in and on the way out.
 */
public final class Embedding {
    /** Numbers in a vector: what all-MiniLM-L6-v2 gives. */
    public static final int DIMENSIONS = 384;

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /**
     * Copies {@code values} and scales the copy to length one.
     *
     * @param values {@value #DIMENSIONS} finite numbers, not all zero
     * @throws IllegalArgumentException if they are no direction in that space
     */
    public static Embedding of(float... values) {
        requireNonNull(values, "values");
        if (values.length != DIMENSIONS) {
            throw new IllegalArgumentException("dimensions: " + values.length + " (expected: " + DIMENSIONS + ")");
        }
        double sumOfSquares = 0;
        for (float value : values) {
            sumOfSquares += (double) value * value;
        }
        if (!(sumOfSquares > 0) || Double.isInfinite(sumOfSquares)) { // this way round, NaN is refused too
            throw new IllegalArgumentException("sum of squares: " + sumOfSquares + " (expected: above 0 and finite)");
        }
        double scale = 1 / Math.sqrt(sumOfSquares);
        float[] unit = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            unit[i] = (float) (values[i] * scale);
        }
        return new Embedding(unit);
    }

    /** The cosine similarity, -1 (opposite) to 1 (same direction), give or take float rounding. */
    public float similarityTo(Embedding other) {
        float sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            sum = Math.fma(values[i], other.values[i], sum);
        }
        return sum;
    }

    /** A copy of the numbers. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding embedding && Arrays.equals(embedding.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values[0] + ", " + values[1] + ", ...]";
    }
}
