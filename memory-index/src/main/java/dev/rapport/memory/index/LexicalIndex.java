package dev.rapport.memory.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Which words stand in which slots, and how often: BM25 over each message, and over the message with its two neighbours.
 *
 * <p>What was said just before and after often has the words that a message lacks ("Which one?" - "The blue one."), so each
 * slot is scored twice. Neighbours count within one session only. Both scores are shares of what the question's words could
 * give at most; a word that no memory holds counts in full there, so a score says how well the question is covered at all.
 *
 * <p>Many threads may read while one adds: a reader names the number of slots it knows of.
 */
final class LexicalIndex {
    /** How soon a repeated word stops to count more, and how much a long text counts less: BM25's usual values. */
    private static final float K1 = 1.2f;

    private static final float B = 0.75f;

    /** Of the message and of the window; measured on LoCoMo and BEAM by those who found the rule, see {@link Fusion}. */
    private static final float MESSAGE_SHARE = 0.4f;

    private static final float WINDOW_SHARE = 0.6f;

    private static final float[] NONE = {};

    private final Vocabulary vocabulary = new Vocabulary();
    private final Sessions sessions;

    /* Words up to and with each slot, so that a window's length is one subtraction. */
    private volatile int[] lengths = new int[16];
    private int size;
    private long placesBytes;

    LexicalIndex(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Puts a text into the next slot. */
    void add(String text) {
        List<String> terms = Terms.all(text);
        for (String term : terms) {
            placesBytes += vocabulary.of(term).add(size);
        }
        if (size == lengths.length) {
            lengths = Arrays.copyOf(lengths, size + size / 2);
        }
        lengths[size] = (size == 0 ? 0 : lengths[size - 1]) + terms.size();
        size++;
    }

    /**
     * The scores of all slots that the reader knows of, 0 to 1; an empty array if no word is known.
     *
     * @param removed slots whose words no longer count; never changed again by anyone
     */
    float[] scores(String text, int count, BitSet removed) {
        Set<String> terms = Terms.of(text);
        Search search = new Search(count, removed);
        for (String term : terms) {
            Term known = vocabulary.get(term);
            if (known == null) {
                search.countUnknown();
            } else {
                search.count(known);
            }
        }
        return search.scores();
    }

    /** The weight of a word that stands in {@code known} of {@code count} slots, as BM25 has it; never 0 or below. */
    private static float inverseFrequency(int known, int count) {
        return (float) Math.log1p((count - known + 0.5) / (known + 0.5));
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return (long) vocabulary.count() * Term.SIZE + placesBytes + (long) lengths.length * Integer.BYTES;
    }

    /** One question's way through the index. One thread's. */
    private final class Search {
        private final int count;
        private final BitSet removed;
        private final int[] ends = lengths;
        private final float meanOfMessages;
        private final float meanOfWindows;
        private float[] messages = NONE;
        private float[] windows = NONE;
        private int[] times = {}; // of one word in each window, all 0 between two words
        private float possibleOfMessages;
        private float possibleOfWindows;

        Search(int count, BitSet removed) {
            this.count = count;
            this.removed = removed;
            this.meanOfMessages = count == 0 ? 1 : Math.max(1, (float) ends[count - 1] / count);
            this.meanOfWindows = meanOfMessages * (count == 0 ? 1 : 3 - 2f * sessions.upTo(count) / count);
        }

        void countUnknown() {
            float weight = inverseFrequency(0, count);
            possibleOfMessages += weight;
            possibleOfWindows += weight;
        }

        void count(Term term) {
            // The count before the array: the array may then be newer than the count, never the reverse.
            int known = term.count();
            int[] more = term.more();
            if (messages.length == 0) {
                messages = new float[count];
                windows = new float[count];
                times = new int[count];
            }
            int[] touched = new int[Math.min(3 * known, count)];
            int touchedCount = 0;
            float weight = inverseFrequency(Math.min(known, count), count);
            possibleOfMessages += weight;
            for (int i = 0; i < known; i++) {
                int place = term.place(i, more);
                int slot = Term.slot(place);
                if (slot >= count) { // slots ascend
                    break;
                }
                if (!removed.get(slot)) {
                    int often = Term.times(place);
                    messages[slot] += weight * saturated(often, length(slot, slot), meanOfMessages);
                    int last = after(slot);
                    for (int window = before(slot); window <= last; window++) {
                        if (times[window] == 0) {
                            touched[touchedCount++] = window;
                        }
                        times[window] += often;
                    }
                }
            }
            addWindows(touched, touchedCount);
        }

        private void addWindows(int[] touched, int touchedCount) {
            float weight = inverseFrequency(touchedCount, count);
            possibleOfWindows += weight;
            for (int i = 0; i < touchedCount; i++) {
                int window = touched[i];
                windows[window] +=
                        weight * saturated(times[window], length(before(window), after(window)), meanOfWindows);
                times[window] = 0;
            }
        }

        private int before(int slot) {
            return slot > 0 && sessions.of(slot - 1) == sessions.of(slot) ? slot - 1 : slot;
        }

        private int after(int slot) {
            return slot + 1 < count && sessions.of(slot + 1) == sessions.of(slot) ? slot + 1 : slot;
        }

        private int length(int from, int to) {
            return ends[to] - (from == 0 ? 0 : ends[from - 1]);
        }

        private static float saturated(int often, int length, float mean) {
            return often / (often + K1 * (1 - B + B * length / mean));
        }

        float[] scores() {
            for (int slot = 0; slot < messages.length; slot++) {
                messages[slot] = MESSAGE_SHARE * messages[slot] / possibleOfMessages
                        + WINDOW_SHARE * windows[slot] / possibleOfWindows;
            }
            return messages;
        }
    }
}
