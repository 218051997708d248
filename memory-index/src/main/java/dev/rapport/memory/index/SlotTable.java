package dev.rapport.memory.index;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * Finds the slot of a key: a hash table that holds nothing but slots, since the keys stand in a column already. A map of
 * strings to boxed numbers would take twelve times as much.
 *
 * <p>Open addressing with linear probing; what is taken out is made good by moving its followers back (Knuth, The Art of
 * Computer Programming, volume 3, section 6.4, algorithm R). One thread's at a time.
 */
final class SlotTable {
    private static final int EMPTY = -1;
    private static final int LENGTH_AT_FIRST = 32;

    private final IntToLongFunction keyOfSlot;
    private int[] slots = empty(LENGTH_AT_FIRST);
    private int count;

    /** @param keyOfSlot must go on knowing the key of each slot that was put in, until it is taken out */
    SlotTable(IntToLongFunction keyOfSlot) {
        this.keyOfSlot = keyOfSlot;
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, EMPTY);
        return slots;
    }

    int count() {
        return count;
    }

    /** Puts in a slot whose key is not there yet. */
    void put(int slot) {
        if (3 * (count + 1) > 2 * slots.length) { // two thirds full: some two looks on the average
            int[] before = slots;
            slots = empty(2 * before.length);
            for (int old : before) {
                if (old != EMPTY) {
                    place(old);
                }
            }
        }
        place(slot);
        count++;
    }

    private void place(int slot) {
        int at = home(keyOfSlot.applyAsLong(slot));
        while (slots[at] != EMPTY) {
            at = next(at);
        }
        slots[at] = slot;
    }

    /**
     * Takes out the slot of a key.
     *
     * @param isIt asked for slots with an equal key, since two names may have one
     * @return the slot, or -1 if there is none
     */
    int take(long key, IntPredicate isIt) {
        for (int at = home(key); slots[at] != EMPTY; at = next(at)) {
            int slot = slots[at];
            if (keyOfSlot.applyAsLong(slot) == key && isIt.test(slot)) {
                close(at);
                count--;
                return slot;
            }
        }
        return EMPTY;
    }

    /** The slot of a key, or -1 if there is none; the arguments are those of {@link #take}. */
    int find(long key, IntPredicate isIt) {
        for (int at = home(key); slots[at] != EMPTY; at = next(at)) {
            int slot = slots[at];
            if (keyOfSlot.applyAsLong(slot) == key && isIt.test(slot)) {
                return slot;
            }
        }
        return EMPTY;
    }

    private void close(int gapAt) {
        int gap = gapAt;
        for (int at = next(gap); slots[at] != EMPTY; at = next(at)) {
            int home = home(keyOfSlot.applyAsLong(slots[at]));
            boolean staysBehindGap = gap < at ? home > gap && home <= at : home > gap || home <= at;
            if (!staysBehindGap) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = EMPTY;
    }

    private int home(long key) {
        long mixed =
                key * 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio: spreads keys that are near (Knuth, 6.4)
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    private int next(int at) {
        return at + 1 & slots.length - 1;
    }

    long weightBytes() {
        return (long) slots.length * Integer.BYTES;
    }
}
