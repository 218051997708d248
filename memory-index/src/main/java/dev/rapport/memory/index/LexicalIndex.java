package dev.rapport.memory.index;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which words stand in which slots.
 *
 * <p>A slot's score is the share of the question's words that it holds, weighted by how rare each is among this user's
 * memories. A word that no memory holds counts in full, so a score says how well the question is covered at all.
 *
 * <p>Many threads may read while one adds: a reader names the number of slots it knows of.
 */
final class LexicalIndex {
    /** Estimated bytes of one word: its text, the entry of the map, the object. */
    private static final int TERM_SIZE = 144;

    private final ConcurrentMap<String, Slots> slotsOfTerm = new ConcurrentHashMap<>();
    private int size;
    private long places;

    /** Puts a text into the next slot. */
    void add(String text) {
        for (String term : Terms.of(text)) {
            slotsOfTerm.computeIfAbsent(term, _ -> new Slots()).add(size);
            places++;
        }
        size++;
    }

    /** The scores of all slots that the reader knows of, 0 to 1; an empty array if no word is known. */
    float[] scores(String text, int count) {
        Set<String> terms = Terms.of(text);
        float[] scores = {};
        double possible = 0;
        for (String term : terms) {
            Slots slots = slotsOfTerm.get(term);
            // The count before the array: the array may then be newer than the count, never the reverse.
            int known = slots == null ? 0 : slots.count;
            double weight = inverseFrequency(Math.min(known, count), count);
            possible += weight;
            if (slots != null) {
                scores = scores.length == 0 ? new float[count] : scores;
                addTo(scores, slots.slots, known, (float) weight);
            }
        }
        for (int slot = 0; slot < scores.length; slot++) {
            scores[slot] = (float) (scores[slot] / possible);
        }
        return scores;
    }

    private static void addTo(float[] scores, int[] slots, int known, float weight) {
        for (int i = 0; i < known && slots[i] < scores.length; i++) { // slots ascend
            scores[slots[i]] += weight;
        }
    }

    /** The weight of a word that stands in {@code known} of {@code count} slots, as BM25 has it; never 0 or below. */
    private static double inverseFrequency(int known, int count) {
        return Math.log1p((count - known + 0.5) / (known + 0.5));
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return (long) slotsOfTerm.size() * TERM_SIZE + places * Integer.BYTES * 3 / 2; // arrays grow by half
    }

    /** Slots in ascending order. The writer writes the place first and the count last. */
    private static final class Slots {
        private volatile int[] slots = new int[2];
        private volatile int count;

        @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
        private void add(int slot) {
            if (count == slots.length) {
                slots = Arrays.copyOf(slots, count + count / 2 + 1);
            }
            slots[count] = slot;
            count++;
        }
    }
}
