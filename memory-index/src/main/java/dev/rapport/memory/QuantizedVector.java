package dev.rapport.memory;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An {@link Embedding} in a quarter of the space: one signed byte for each number, and one scale for all.
 *
 * <p>The scale makes the vector one long again, so that {@code scale x (bytes . unit vector)} is a cosine similarity.
 * What rounding costs is about 0.003 in a similarity. Immutable and safe to share between threads.
 */
public final class QuantizedVector {
    /** Length of {@link #toBytes}: the scale as a big-endian float, then the numbers. */
    public static final int SIZE = Float.BYTES + Embedding.DIMENSIONS;

    /** No direction at all: its similarity to anything is 0. For a place that must hold a vector and has none. */
    public static final QuantizedVector NONE = new QuantizedVector(new byte[Embedding.DIMENSIONS], 0);

    private final byte[] values;
    private final float scale;

    private QuantizedVector(byte[] values, float scale) {
        this.values = values;
        this.scale = scale;
    }

    /** Rounds each number to one of 255 steps, of which the largest number of the vector takes the last. */
    public static QuantizedVector of(Embedding embedding) {
        float[] exact = embedding.toArray();
        float largest = 0;
        for (float value : exact) {
            largest = Math.max(largest, Math.abs(value));
        }
        byte[] values = new byte[Embedding.DIMENSIONS];
        int sumOfSquares = 0; // 384 x 127 x 127 is 6 million
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.round(exact[i] / largest * Byte.MAX_VALUE);
            sumOfSquares += values[i] * values[i];
        }
        return new QuantizedVector(values, (float) (1 / Math.sqrt(sumOfSquares)));
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if these are not the bytes of a vector
     */
    public static QuantizedVector fromBytes(byte[] bytes) {
        requireNonNull(bytes, "bytes");
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("vector: " + bytes.length + " bytes (expected: " + SIZE + ")");
        }
        float scale = ByteBuffer.wrap(bytes).getFloat();
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException("scale: " + scale + " (expected: above 0, to 1)");
        }
        return new QuantizedVector(Arrays.copyOfRange(bytes, Float.BYTES, SIZE), scale);
    }

    /** Copies a row that {@link #copyTo} wrote, with its scale. Unchecked: the index made both. */
    public static QuantizedVector ofRow(byte[] rows, int offset, float scale) {
        return new QuantizedVector(Arrays.copyOfRange(rows, offset, offset + Embedding.DIMENSIONS), scale);
    }

    /** The form for the log, {@value #SIZE} bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(SIZE).putFloat(scale).put(values).array();
    }

    /** The nearest thing to the embedding that this was made of. */
    public Embedding toEmbedding() {
        float[] unit = new float[Embedding.DIMENSIONS];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = values[i] * scale;
        }
        return Embedding.of(unit);
    }

    /** What to multiply the bytes with. */
    public float scale() {
        return scale;
    }

    /** Writes the numbers, without the scale, to {@code rows} from {@code offset}. */
    public void copyTo(byte[] rows, int offset) {
        System.arraycopy(values, 0, rows, offset, values.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantizedVector vector && vector.scale == scale && Arrays.equals(vector.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "QuantizedVector[" + values[0] + ", " + values[1] + ", ...]";
    }
}
