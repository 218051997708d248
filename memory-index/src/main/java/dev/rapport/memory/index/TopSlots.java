package dev.rapport.memory.index;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best few of many scored slots: a heap whose worst is on top, so that most candidates cost one comparison.
 *
 * <p>Of two equal scores the later slot is the better, since it was told later. One thread's.
 */
final class TopSlots {
    private final int[] slots;
    private final float[] scores;
    private int count;

    TopSlots(int countMax) {
        this.slots = new int[countMax];
        this.scores = new float[countMax];
    }

    void offer(int slot, float score) {
        if (count < slots.length) {
            slots[count] = slot;
            scores[count] = score;
            count++;
            siftUp();
        } else if (isWorse(0, slot, score)) {
            slots[0] = slot;
            scores[0] = score;
            siftDown();
        }
    }

    int countMax() {
        return slots.length;
    }

    /** The slots, in no order. */
    IntStream slots() {
        return Arrays.stream(slots, 0, count);
    }

    /** Takes out all slots, best first. */
    int[] bestFirst() {
        int[] best = new int[count];
        while (count > 0) {
            best[count - 1] = slots[0];
            count--;
            swap(0, count);
            siftDown();
        }
        return best;
    }

    private boolean isWorse(int place, int slot, float score) {
        return scores[place] < score || (scores[place] == score && slots[place] < slot);
    }

    private void siftUp() {
        int child = count - 1;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!isWorse(child, slots[parent], scores[parent])) {
                return;
            }
            swap(child, parent);
            child = parent;
        }
    }

    private void siftDown() {
        int parent = 0;
        int child = 1;
        while (child < count) {
            if (child + 1 < count && isWorse(child + 1, slots[child], scores[child])) {
                child++;
            }
            if (!isWorse(child, slots[parent], scores[parent])) {
                return;
            }
            swap(child, parent);
            parent = child;
            child = 2 * parent + 1;
        }
    }

    private void swap(int one, int other) {
        int slot = slots[one];
        slots[one] = slots[other];
        slots[other] = slot;
        float score = scores[one];
        scores[one] = scores[other];
        scores[other] = score;
    }
}
