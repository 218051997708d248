package dev.rapport.memory.index;

import java.util.Arrays;

/**
 * The best nodes that a walk through a graph has met, best first, and which of them it has opened, that is looked at the
 * neighbours of.
 *
 * <p>One sorted array stands for both heaps of HNSW's search: a node worse than the last one would not be opened any more. To put one in
 * moves some hundred bytes, which costs less than one comparison of vectors. One thread's.
 */
final class Beam {
    private final int[] nodes; // the complement of each that was opened
    private final float[] scores;
    private int size;
    private int next; // before it all are opened

    /** @param width how many it holds */
    Beam(int width) {
        this.nodes = new int[width];
        this.scores = new float[width];
    }

    void clear() {
        size = 0;
        next = 0;
    }

    /** Puts a node in, which must not be there, if there is room or it is better than the last. Of equals the first one stays. */
    void offer(int node, float score) {
        if (size == nodes.length) {
            if (score <= scores[size - 1]) {
                return;
            }
            size--;
        }
        int at = place(score);
        System.arraycopy(nodes, at, nodes, at + 1, size - at);
        System.arraycopy(scores, at, scores, at + 1, size - at);
        nodes[at] = node;
        scores[at] = score;
        size++;
        next = Math.min(next, at);
    }

    private int place(float score) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scores[middle] >= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Opens the best node that is not opened yet, or gives -1 if there is none. */
    int open() {
        while (next < size && nodes[next] < 0) {
            next++;
        }
        if (next == size) {
            return -1;
        }
        int node = nodes[next];
        nodes[next++] = ~node;
        return node;
    }

    int size() {
        return size;
    }

    /** The node at a place; the best is at 0. */
    int node(int place) {
        int node = nodes[place];
        return node < 0 ? ~node : node;
    }

    float score(int place) {
        return scores[place];
    }

    /** All nodes, best first. */
    int[] toArray() {
        int[] all = Arrays.copyOf(nodes, size);
        for (int i = 0; i < size; i++) {
            all[i] = node(i);
        }
        return all;
    }
}
