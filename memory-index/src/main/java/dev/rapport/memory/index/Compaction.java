package dev.rapport.memory.index;

import dev.rapport.memory.Memory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BooleanSupplier;

/**
 * A copy of a shelf without what was removed from it, made while the old one is still in use: of the old one's memory nothing
 * is left when its last reader is gone. One thread's.
 */
final class Compaction {
    private static final int NOT_COPIED = -1;

    private final Shelf old;
    private final Shelf anew;
    private int[] newSlots = {};
    private int followed;

    Compaction(Shelf old, DotProduct dotProduct) {
        this.old = old;
        this.anew = new Shelf(dotProduct, old.space());
    }

    Shelf shelf() {
        return anew;
    }

    int live() {
        return anew.live();
    }

    /** Slots of the old shelf that were looked at. */
    int followed() {
        return followed;
    }

    /** Copies what came since the last call, up to {@code count} slots of the old shelf. */
    void follow(int count, BitSet removed) {
        newSlots = Arrays.copyOf(newSlots, count);
        for (; followed < count; followed++) {
            Memory memory = removed.get(followed) ? null : old.memory(followed);
            newSlots[followed] = memory == null ? NOT_COPIED : anew.add(memory);
        }
    }

    void buildGraph(BooleanSupplier goesOn) {
        anew.vectors().extendGraph(anew.size(), new BitSet(), goesOn);
    }

    /** Removes what was removed since it was copied, and says which slots of the new shelf that made empty. */
    BitSet removeAlso(BitSet removedBefore, BitSet removedNow) {
        BitSet meanwhile = (BitSet) removedNow.clone();
        meanwhile.andNot(removedBefore);
        BitSet removed = new BitSet();
        for (int slot = meanwhile.nextSetBit(0); slot >= 0; slot = meanwhile.nextSetBit(slot + 1)) {
            if (newSlots[slot] != NOT_COPIED) {
                anew.remove(newSlots[slot]);
                removed.set(newSlots[slot]);
            }
        }
        return removed;
    }
}
