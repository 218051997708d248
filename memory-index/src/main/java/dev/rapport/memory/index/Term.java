package dev.rapport.memory.index;

import java.util.Arrays;

/**
 * A word and the slots it stands in, in ascending order, each with how often. Most words stand in one slot, which needs no
 * array.
 *
 * <p>Many threads may read while one adds: the writer writes a place before it counts it.
 */
final class Term {
    /** Estimated bytes of one that stands in one slot: this object, the array of its word, its place in the {@link Vocabulary}. */
    static final int SIZE = 32 + 24 + 8;

    private static final int TIMES_BITS = 7; // 25 bits are left for the slot: 33 million
    private static final int TIMES_MAX = (1 << TIMES_BITS) - 1;
    private static final int MORE_AT_FIRST = 2;
    private static final int ARRAY_HEADER_SIZE = 16;
    private static final int[] NO_MORE = {};

    private final byte[] word;
    private int first;
    private volatile int[] more = NO_MORE;
    private volatile int count;

    Term(byte[] word) {
        this.word = word;
    }

    byte[] word() {
        return word;
    }

    static int slot(int place) {
        return place >>> TIMES_BITS;
    }

    static int times(int place) {
        return place & TIMES_MAX;
    }

    /** In how many slots it stands. To be asked before {@link #more}, which may then be newer, never older. */
    int count() {
        return count;
    }

    /** All places but the first. */
    int[] more() {
        return more;
    }

    /** The place number {@code index}, of those that were counted before {@code more} was asked for. */
    int place(int index, int[] more) {
        return index == 0 ? first : more[index - 1];
    }

    /**
     * Counts the word once more. The writer's.
     *
     * @return bytes that this took
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    int add(int slot) {
        int last = count - 1;
        if (last >= 0 && slot(place(last, more)) == slot) {
            again(last);
            return 0;
        }
        int before = more.length;
        put(count, slot << TIMES_BITS | 1);
        count++;
        int grown = (more.length - before) * Integer.BYTES;
        return before == 0 && grown > 0 ? grown + ARRAY_HEADER_SIZE : grown;
    }

    /* In a slot that no reader knows of yet. */
    private void again(int last) {
        int place = place(last, more);
        if (times(place) < TIMES_MAX) {
            put(last, place + 1);
        }
    }

    private void put(int index, int place) {
        if (index == 0) {
            first = place;
            return;
        }
        int[] places = more;
        if (index > places.length) {
            places = Arrays.copyOf(places, Math.max(MORE_AT_FIRST, index + index / 2));
            places[index - 1] = place;
            more = places;
        } else {
            places[index - 1] = place;
        }
    }
}
