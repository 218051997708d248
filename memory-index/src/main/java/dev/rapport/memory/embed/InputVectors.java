package dev.rapport.memory.embed;

import dev.rapport.memory.Embedding;
import java.nio.charset.StandardCharsets;

/**
 * Reads the vectors that a BERT model has for its word pieces out of its ONNX file: what the model knows of each before it
 * reads any context.
 *
 * <p>ONNX is a protocol buffer: field 7 of the model is the graph, field 5 of that are its tensors, and of a tensor field 8
 * is the name and field 9 the bytes (source: onnx/onnx, onnx.proto). Here only that one tensor is looked for, of unsigned
 * bytes; its scale does not matter for a linear map from it.
 */
final class InputVectors {
    private static final String TENSOR = "embeddings.word_embeddings.weight_quantized";
    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;

    private final byte[] file;
    private int at;

    /** A part of the file: from, until before. */
    private record Span(int from, int to) {}

    private InputVectors(byte[] file) {
        this.file = file;
    }

    /**
     * The vectors one behind the other, centred and of unit variance.
     *
     * @param count how many there must be
     * @throws IllegalArgumentException if the file has none, or another number of them
     */
    static float[] read(byte[] onnxFile, int count) {
        Span raw = new InputVectors(onnxFile).find(new Span(0, onnxFile.length), GRAPH, INITIALIZER);
        int size = raw.to - raw.from;
        if (size != count * Embedding.DIMENSIONS) {
            throw new IllegalArgumentException("model: " + size + " bytes of " + TENSOR + " (expected: " + count + " x "
                    + Embedding.DIMENSIONS + ")");
        }
        return standardized(onnxFile, raw);
    }

    private static float[] standardized(byte[] file, Span raw) {
        double sum = 0;
        double sumOfSquares = 0;
        for (int i = raw.from; i < raw.to; i++) {
            int value = file[i] & 0xFF;
            sum += value;
            sumOfSquares += value * value;
        }
        int size = raw.to - raw.from;
        double mean = sum / size;
        double deviation = Math.sqrt(sumOfSquares / size - mean * mean);
        float[] vectors = new float[size];
        for (int i = 0; i < size; i++) {
            vectors[i] = (float) (((file[raw.from + i] & 0xFF) - mean) / deviation);
        }
        return vectors;
    }

    /** The bytes of the tensor, in the first message at the end of the path that has its name. */
    private Span find(Span message, int... path) {
        at = message.from;
        Span raw = new Span(0, 0);
        boolean named = false;
        while (at < message.to) {
            long key = varint();
            int field = (int) (key >>> 3);
            Span value = value((int) key & 7);
            int next = at;
            if (path.length > 0 && field == path[0]) {
                Span found = find(value, java.util.Arrays.copyOfRange(path, 1, path.length));
                if (found.to > 0) {
                    return found;
                }
            } else if (path.length == 0 && field == NAME) {
                named = text(value).equals(TENSOR);
            } else if (path.length == 0 && field == RAW_DATA) {
                raw = value;
            }
            at = next;
        }
        return named ? raw : new Span(0, 0);
    }

    private String text(Span span) {
        return new String(file, span.from, span.to - span.from, StandardCharsets.UTF_8);
    }

    /** Skips a value, and says where its bytes are if it has a length. */
    private Span value(int wireType) {
        int from = at;
        switch (wireType) {
            case 0 -> varint();
            case 1 -> at += Long.BYTES;
            case 2 -> {
                int length = (int) varint();
                from = at;
                at += length;
            }
            case 5 -> at += Integer.BYTES;
            default ->
                throw new IllegalArgumentException(
                        "model: wire type " + wireType + " at byte " + from + " (expected: 0, 1, 2 or 5)");
        }
        return new Span(from, at);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = file[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("model: no number at byte " + at);
    }
}
