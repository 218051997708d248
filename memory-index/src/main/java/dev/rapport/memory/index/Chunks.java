package dev.rapport.memory.index;

/** How slots are numbered in columns that grow chunk by chunk: few for a user with few memories, and no large copies. */
final class Chunks {
    /** A chunk has two to the power of this many slots. */
    static final int SHIFT = 8;

    private static final int SLOTS = 1 << SHIFT;
    private static final int SLOTS_AT_FIRST = 16;

    private Chunks() {}

    static int of(int slot) {
        return slot >>> SHIFT;
    }

    static int place(int slot) {
        return slot & SLOTS - 1;
    }

    /** How many slots to add to {@code capacity}: the first chunk doubles until it is whole, all others are whole. */
    static int nextSlots(int capacity) {
        if (capacity == 0) {
            return SLOTS_AT_FIRST;
        }
        return capacity < SLOTS ? capacity : SLOTS;
    }
}
