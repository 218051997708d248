package dev.rapport.memory.embed;

import dev.rapport.memory.Embedding;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One vector for each word piece, each number in a byte, with one scale for each vector: 11.8 MB for 30,522 pieces.
 *
 * <p>The file has a mark, the key of what it was made of, the number of vectors, and for each its scale (a float) and {@link
 * Embedding#DIMENSIONS} bytes. Immutable once read, and safe to share between threads.
 */
final class StaticVectors {
    /** Where the build puts it, beside this class. */
    static final String FILE = "static-vectors.bin";

    private static final int MARK = 0x52_53_56_31; // RSV1

    /** Vectors of a file: BERT's vocabularies have 30,522 pieces, multilingual ones 120,000. */
    private static final int COUNT_MAX = 200_000;

    private static final int KEY_LENGTH_MAX = 128;

    private final String key;
    private final float[] scales;
    private final byte[] rows;

    private StaticVectors(String key, float[] scales, byte[] rows) {
        this.key = key;
        this.scales = scales;
        this.rows = rows;
    }

    /** Rounds each number of a vector to one of 255 steps, of which its largest takes the last. */
    static StaticVectors of(String key, float[] exact) {
        int count = exact.length / Embedding.DIMENSIONS;
        float[] scales = new float[count];
        byte[] rows = new byte[exact.length];
        for (int row = 0; row < count; row++) {
            int from = row * Embedding.DIMENSIONS;
            float largest = 0;
            for (int i = from; i < from + Embedding.DIMENSIONS; i++) {
                largest = Math.max(largest, Math.abs(exact[i]));
            }
            scales[row] = largest / Byte.MAX_VALUE;
            for (int i = from; i < from + Embedding.DIMENSIONS && largest > 0; i++) {
                rows[i] = (byte) Math.round(exact[i] / largest * Byte.MAX_VALUE);
            }
        }
        return new StaticVectors(key, scales, rows);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws IOException if it ends too early or is something else
     */
    static StaticVectors read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        String key = readKey(in);
        int count = in.readInt();
        if (count < 1 || count > COUNT_MAX) {
            throw new IOException(FILE + ": " + count + " vectors (expected: 1.." + COUNT_MAX + ")");
        }
        float[] scales = new float[count];
        byte[] rows = new byte[count * Embedding.DIMENSIONS];
        for (int row = 0; row < count; row++) {
            scales[row] = in.readFloat();
            in.readFully(rows, row * Embedding.DIMENSIONS, Embedding.DIMENSIONS);
        }
        return new StaticVectors(key, scales, rows);
    }

    /** The key alone, from the beginning of a file. */
    static String readKey(DataInputStream in) throws IOException {
        int mark = in.readInt();
        int length = in.readInt();
        if (mark != MARK || length < 0 || length > KEY_LENGTH_MAX) {
            throw new IOException(FILE + ": begins with " + Integer.toHexString(mark) + ", " + length
                    + " (expected: a file that the build made)");
        }
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    void writeTo(OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(MARK);
        out.writeInt(key.length());
        out.write(key.getBytes(StandardCharsets.US_ASCII));
        out.writeInt(scales.length);
        for (int row = 0; row < scales.length; row++) {
            out.writeFloat(scales[row]);
            out.write(rows, row * Embedding.DIMENSIONS, Embedding.DIMENSIONS);
        }
        out.flush();
    }

    /** Names what the vectors were made of. */
    String key() {
        return key;
    }

    int count() {
        return scales.length;
    }

    /** Adds one vector to a sum. */
    void addTo(float[] sum, int row) {
        float scale = scales[row];
        int from = row * Embedding.DIMENSIONS;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += scale * rows[from + i];
        }
    }
}
