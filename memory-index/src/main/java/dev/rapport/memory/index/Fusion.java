package dev.rapport.memory.index;

/**
 * Makes one ranking of two: how near the meanings are, and how many of the question's words are held.
 *
 * <p>{@code score = z(cosine) + confidence x z(lexical)}, where {@code z} is the number of standard deviations above the
 * mean of the candidates, and {@code confidence = min(1, 1.6 x best lexical)}: words count for as much as the best
 * candidate covers the question. Names and numbers are found by their letters, paraphrases by their meaning, and a
 * question that shares no word with anything is left to the vectors. On three data sets no fixed weight does well on all
 * (source: docs, "adaptive c=1"; the smoothing over sessions and the window of three messages are left out here, since an
 * index knows single memories only).
 */
final class Fusion {
    private static final float CONFIDENCE_FACTOR = 1.6f;

    private Fusion() {}

    /** The fused scores, in the order of the candidates. */
    static float[] fuse(float[] cosines, float[] lexicals) {
        float best = 0;
        for (float lexical : lexicals) {
            best = Math.max(best, lexical);
        }
        float confidence = Math.min(1, CONFIDENCE_FACTOR * best);
        float[] scores = standardized(cosines);
        float[] words = standardized(lexicals);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += confidence * words[i];
        }
        return scores;
    }

    private static float[] standardized(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double sumOfSquares = 0;
        for (float value : values) {
            sumOfSquares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(sumOfSquares / values.length);
        float[] standardized = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            standardized[i] = deviation > 0 ? (float) ((values[i] - mean) / deviation) : 0; // all are equal
        }
        return standardized;
    }
}
