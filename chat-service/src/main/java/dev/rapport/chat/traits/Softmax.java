package dev.rapport.chat.traits;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A linear classifier over hashed features, trained by AdaGrad (Duchi, Hazan and Singer 2011, diagonal form).
 *
 * <p>A feature is an index below its size; each that is given weighs the same. Not for use by several threads while it
 * learns, afterwards for any.
 */
final class Softmax {
    private static final float RATE = 0.5f; // guess, not measured
    private static final float TINY = 1e-8f;

    private final int classes;
    private final int size;
    private final float[] weights;
    private float[] squares;

    /** @param size how many features there are */
    Softmax(int classes, int size) {
        this.classes = classes;
        this.size = size;
        this.weights = new float[classes * size];
        this.squares = new float[classes * size];
    }

    /** The probability of each class; {@code count} features are read. */
    float[] probabilities(int[] features, int count) {
        float[] scores = new float[classes];
        float weight = weight(count);
        float max = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            float sum = 0;
            for (int i = 0; i < count; i++) {
                sum += weights[c * size + features[i]];
            }
            scores[c] = sum * weight;
            max = Math.max(max, scores[c]);
        }
        float total = 0;
        for (int c = 0; c < classes; c++) {
            scores[c] = (float) Math.exp(scores[c] - max);
            total += scores[c];
        }
        for (int c = 0; c < classes; c++) {
            scores[c] /= total;
        }
        return scores;
    }

    void learn(int[] features, int count, int right) {
        float[] probabilities = probabilities(features, count);
        float weight = weight(count);
        for (int c = 0; c < classes; c++) {
            float gradient = (probabilities[c] - (c == right ? 1 : 0)) * weight;
            for (int i = 0; i < count; i++) {
                int at = c * size + features[i];
                squares[at] += gradient * gradient;
                weights[at] -= RATE * gradient / (float) Math.sqrt(squares[at] + TINY);
            }
        }
    }

    /** Lets go of what only learning needs. */
    void done() {
        squares = new float[0];
    }

    private static float weight(int count) {
        return count == 0 ? 0 : 1 / (float) Math.sqrt(count);
    }

    /** Writes the weights that are not 0, each with its place. */
    void write(DataOutputStream out) throws IOException {
        int count = 0;
        for (float weight : weights) {
            count += weight == 0 ? 0 : 1;
        }
        out.writeInt(count);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                out.writeInt(i);
                out.writeFloat(weights[i]);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if there are more weights than places, or one has no place or is no number
     */
    static Softmax read(DataInputStream in, int classes, int size) throws IOException {
        Softmax softmax = new Softmax(classes, size);
        softmax.done();
        int count = in.readInt();
        if (count < 0 || count > softmax.weights.length) {
            throw new IllegalArgumentException(count + " weights");
        }
        for (int i = 0; i < count; i++) {
            int at = in.readInt();
            float weight = in.readFloat();
            if (at < 0 || at >= softmax.weights.length || !Float.isFinite(weight)) {
                throw new IllegalArgumentException("weight " + weight + " at " + at);
            }
            softmax.weights[at] = weight;
        }
        return softmax;
    }

    @Override
    public String toString() {
        return classes + " classes, " + size + " features, " + Arrays.hashCode(weights);
    }
}
