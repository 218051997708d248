package dev.rapport.memory.index;

import java.util.Arrays;

/**
 * One layer of a graph: nodes, numbered from 0, and the neighbours of each. On the ground layer the node of a slot has the
 * slot's number; on those above, which hold few of the slots, each node names its slot and its node one layer below.
 *
 * <p>Neighbours lie in flat arrays, {@code degreeMax} places for each node: as objects they took four times the room. The arrays are
 * chunks, and each extension works on a copy of them. One builder fills it; once it is part of a {@link GraphIndex} nobody changes it.
 */
final class Layer {
    private static final int CHUNK_NODES = 1 << Chunks.SHIFT;

    private final boolean ground;
    private final int degreeMax;
    private int size;
    private int[][] chunks; // of a node's neighbours each number plus 1; the first 0 ends them
    private int[] slots;
    private int[] below;

    /** An empty one. */
    Layer(boolean ground, int degreeMax) {
        this(ground, degreeMax, 0, new int[0][], new int[0], new int[0]);
    }

    private Layer(boolean ground, int degreeMax, int size, int[][] chunks, int[] slots, int[] below) {
        this.ground = ground;
        this.degreeMax = degreeMax;
        this.size = size;
        this.chunks = chunks;
        this.slots = slots;
        this.below = below;
    }

    /** One that can be changed without changing this one. */
    Layer copy() {
        int[][] cloned = new int[chunks.length][];
        Arrays.setAll(cloned, chunk -> chunks[chunk].clone());
        return new Layer(ground, degreeMax, size, cloned, slots.clone(), below.clone());
    }

    int degreeMax() {
        return degreeMax;
    }

    int size() {
        return size;
    }

    /** Gives a slot, which must be above all that have one, a node without neighbours, and returns that. */
    int add(int slot, int nodeBelow) {
        int node = ground ? slot : size;
        size = node + 1;
        int chunksNeeded = Chunks.of(node) + 1;
        if (chunks.length < chunksNeeded) {
            int before = chunks.length;
            chunks = Arrays.copyOf(chunks, chunksNeeded);
            for (int chunk = before; chunk < chunksNeeded; chunk++) {
                chunks[chunk] = new int[CHUNK_NODES * degreeMax];
            }
        }
        if (!ground) {
            if (node == slots.length) {
                slots = Arrays.copyOf(slots, node + node / 4 + 1);
                below = Arrays.copyOf(below, slots.length);
            }
            slots[node] = slot;
            below[node] = nodeBelow;
        }
        return node;
    }

    int slot(int node) {
        return ground ? node : slots[node];
    }

    /** The same slot's node one layer below. */
    int below(int node) {
        return below[node];
    }

    /** How many neighbours a node has. */
    int degree(int node) {
        int degree = 0;
        while (degree < degreeMax && neighbour(node, degree) >= 0) {
            degree++;
        }
        return degree;
    }

    /** A node's neighbour at a place below {@link #degreeMax}, or -1 after its last. */
    int neighbour(int node, int place) {
        return chunks[Chunks.of(node)][Chunks.place(node) * degreeMax + place] - 1;
    }

    /** Gives a node a neighbour at a place that another one has, or one more at the place of its degree. */
    void set(int node, int place, int neighbour) {
        chunks[Chunks.of(node)][Chunks.place(node) * degreeMax + place] = neighbour + 1;
    }

    /** Gives a node the first {@code count} of these as its neighbours, in place of those that it has. */
    void replace(int node, int[] neighbours, int count) {
        for (int place = 0; place < degreeMax; place++) {
            set(node, place, place < count ? neighbours[place] : -1);
        }
    }

    /**
     * Opens nodes of a beam, and puts their neighbours into it, until all of its nodes are opened (algorithm 2 of {@link GraphIndex}'s paper).
     *
     * @param beam holds the nodes to begin at
     * @param visited a bit for each node; those of the beam must be set
     */
    void walk(Rows rows, float[] question, Beam beam, long[] visited) {
        for (int node = beam.open(); node >= 0; node = beam.open()) {
            int[] chunk = chunks[Chunks.of(node)];
            int from = Chunks.place(node) * degreeMax;
            for (int at = from; at < from + degreeMax && chunk[at] != 0; at++) {
                int neighbour = chunk[at] - 1;
                long bit = 1L << neighbour;
                if ((visited[neighbour >>> 6] & bit) == 0) {
                    visited[neighbour >>> 6] |= bit;
                    beam.offer(neighbour, rows.nearness(question, slot(neighbour)));
                }
            }
        }
    }

    /** Memory held, estimated. */
    long weightBytes() {
        return (long) chunks.length * CHUNK_NODES * degreeMax * Integer.BYTES + 2L * slots.length * Integer.BYTES;
    }
}
