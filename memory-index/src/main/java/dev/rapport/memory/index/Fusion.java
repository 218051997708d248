package dev.rapport.memory.index;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Makes one ranking of two: how near the meanings are, and how many of the question's words are held.
 *
 * <p>{@code score = z(cosine) + confidence x z(lexical)}, where {@code z} is the number of standard deviations above the
 * mean of the candidates, and {@code confidence = min(1, 1.6 x best lexical)}: words count for as much as the best
 * candidate covers the question. Names and numbers are found by their letters, paraphrases by their meaning, and a
 * question that shares no word with anything is left to the vectors. Then each candidate is lifted if it was told in a time that
 * the question names, and by its session, since what belongs to a matter is told in one sitting. On three data sets no fixed weight does well on all (measured:
 * docs/measurements/0011-recall.md).
 */
final class Fusion {
    private static final float CONFIDENCE_FACTOR = 1.6f;

    /** Of the session's lift; small, so that a session cannot carry what does not bear on the question itself. */
    private static final float SESSION_SHARE = 0.4f;

    /** Best memories of a session that speak for it: one may be there by chance. */
    private static final int SESSION_BEST = 3;

    /** Of the lift by time; from 0.3 to 0.8 the difference is below chance (docs/measurements/0015-service.md). */
    private static final float TIME_SHARE = 0.5f;

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

    /**
     * Lifts what was told in a time that the question names: by {@value #TIME_SHARE} x z of being told then, which is the more
     * the fewer candidates were. A day says more than a year.
     *
     * @param isInTime of the candidate in a place
     */
    static void lift(float[] scores, IntPredicate isInTime) {
        float[] told = new float[scores.length];
        for (int place = 0; place < told.length; place++) {
            told[place] = isInTime.test(place) ? 1 : 0;
        }
        float[] lift = standardized(told);
        for (int place = 0; place < scores.length; place++) {
            scores[place] += TIME_SHARE * lift[place];
        }
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

    /**
     * Lifts what was told in a session with other good candidates: each score gets {@value #SESSION_SHARE} x z of the mean of
     * the {@value #SESSION_BEST} best in its session.
     *
     * @param slots in ascending order, so that each session's lie together
     */
    static void smooth(float[] scores, int[] slots, Sessions sessions) {
        float[] ofSessions = new float[scores.length];
        for (int from = 0, to; from < slots.length; from = to) {
            to = from + 1;
            while (to < slots.length && sessions.of(slots[to]) == sessions.of(slots[from])) {
                to++;
            }
            Arrays.fill(ofSessions, from, to, meanOfBest(scores, from, to));
        }
        float[] lift = standardized(ofSessions);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += SESSION_SHARE * lift[i];
        }
    }

    private static float meanOfBest(float[] scores, int from, int to) {
        float[] best = new float[SESSION_BEST];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int i = from; i < to; i++) {
            float score = scores[i];
            for (int place = 0; place < SESSION_BEST; place++) {
                if (score > best[place]) {
                    float smaller = best[place];
                    best[place] = score;
                    score = smaller;
                }
            }
        }
        int count = Math.min(SESSION_BEST, to - from);
        float sum = 0;
        for (int place = 0; place < count; place++) {
            sum += best[place];
        }
        return sum / count;
    }
}
