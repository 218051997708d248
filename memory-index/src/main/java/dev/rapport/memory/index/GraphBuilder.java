package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts slots into a graph, see {@link GraphIndex}. One thread's, while others may search the graph that it began with.
 *
 * <p>The same slots in the same order make the same graph, whatever was made at once.
 */
final class GraphBuilder {
    /** Neighbours that a new node gets, and the most above the ground. 12 to 48 are usual; 12 found 0.996 of ten. */
    static final int NEIGHBOURS = 12;

    /** The most on the ground, as the paper advises. */
    static final int NEIGHBOURS_ON_GROUND = 2 * NEIGHBOURS;

    /** What a node gets at the least, if there are so many. */
    private static final int NEIGHBOURS_MIN = 4;

    /** Candidates kept open while a node is put in: quality of the graph against time to build it. */
    private static final int BEAM_WIDTH = 200;

    /** More alike than this are the same for a graph: to have one of them as a neighbour is to have all. */
    private static final float SAME = 0.9999f;

    private static final double LAYER_FACTOR = 1 / Math.log(NEIGHBOURS); // the paper's m_L
    private static final int FRACTION_BITS = 53; // of a double

    private final Rows rows;
    private final int upTo;
    private final List<Layer> layers = new ArrayList<>();
    private int entry;

    private final float[] question = new float[Embedding.DIMENSIONS];
    private final Beam one = new Beam(1);
    private final Beam beam = new Beam(BEAM_WIDTH);
    private final Beam crowd = new Beam(NEIGHBOURS_ON_GROUND + 1);
    private final long[] visited;
    private final int[] chosen = new int[NEIGHBOURS_ON_GROUND];
    private final int[] spare = new int[NEIGHBOURS_MIN];
    private int chosenCount;

    /**
     * Begins with the graph that there is.
     *
     * @param upTo no slot that is added is this or more
     */
    GraphBuilder(Rows rows, GraphIndex before, int upTo) {
        this.rows = rows;
        this.upTo = upTo;
        this.entry = before.entry();
        before.layers().forEach(layer -> layers.add(layer.copy()));
        this.visited = new long[GraphIndex.wordsFor(upTo)];
    }

    GraphIndex built() {
        return new GraphIndex(rows, upTo, List.copyOf(layers), entry);
    }

    /** Puts in a slot above all others (algorithm 1). One that has no vector is left out: it is near nothing. */
    void add(int slot) {
        if (rows.isCleared(slot)) {
            return;
        }
        rows.copyTo(slot, question);
        int top = layers.size() - 1;
        int highest = highestLayer(slot);
        int[] nodes = newNodes(slot, highest);
        int from = entry;
        for (int at = top; at >= 0; at--) {
            Layer layer = layers.get(at);
            Beam met = at > highest ? one : beam;
            walk(layer, from, met);
            if (at <= highest) {
                link(layer, nodes[at]);
            }
            from = at > 0 ? layer.below(met.node(0)) : from;
        }
        if (highest > top) {
            entry = nodes[highest];
        }
    }

    /* Each layer has a twelfth of the nodes of the one below. Which, follows from the slot's number alone. */
    private static int highestLayer(int slot) {
        long bits = (slot + 1) * 0x9E3779B97F4A7C15L; // SplitMix64: Steele, Lea and Flood, OOPSLA 2014
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        bits ^= bits >>> 31;
        double uniform = ((bits >>> (Long.SIZE - FRACTION_BITS)) + 1) * 0x1p-53; // above 0, to 1
        return (int) (-Math.log(uniform) * LAYER_FACTOR);
    }

    private int[] newNodes(int slot, int highest) {
        int[] nodes = new int[highest + 1];
        for (int at = 0; at <= highest; at++) {
            if (at == layers.size()) {
                layers.add(new Layer(at == 0, at == 0 ? NEIGHBOURS_ON_GROUND : NEIGHBOURS));
            }
            nodes[at] = layers.get(at).add(slot, at == 0 ? -1 : nodes[at - 1]);
        }
        return nodes;
    }

    private void walk(Layer layer, int from, Beam met) {
        Arrays.fill(visited, 0, GraphIndex.wordsFor(layer.size() - 1), 0);
        met.clear();
        met.offer(from, rows.nearness(question, layer.slot(from)));
        visited[from >>> 6] |= 1L << from;
        layer.walk(rows, question, met, visited);
    }

    private void link(Layer layer, int node) {
        choose(layer, beam, NEIGHBOURS);
        layer.replace(node, chosen, chosenCount);
        int degree = chosenCount;
        for (int place = 0; place < degree; place++) {
            linkBack(layer, layer.neighbour(node, place), node);
        }
    }

    /* Makes the guest a neighbour of the host: at a place that is free or a removed one's, or else at that of a neighbour it is better than. */
    private void linkBack(Layer layer, int host, int guest) {
        int degree = layer.degree(host);
        int free = degree < layer.degreeMax() ? degree : placeOfRemoved(layer, host);
        if (free >= 0) {
            layer.set(host, free, guest);
            return;
        }
        crowd.clear();
        int slot = layer.slot(host);
        crowd.offer(guest, rows.cosine(slot, layer.slot(guest)));
        for (int place = 0; place < degree; place++) {
            int other = layer.neighbour(host, place);
            crowd.offer(other, rows.cosine(slot, layer.slot(other)));
        }
        choose(layer, crowd, degree);
        layer.replace(host, chosen, chosenCount);
    }

    /* The first place of a full host's list that a removed neighbour takes, or -1. One at a time: the rest may be the way to somewhere. */
    private int placeOfRemoved(Layer layer, int host) {
        for (int place = 0; place < layer.degreeMax(); place++) {
            if (rows.isCleared(layer.slot(layer.neighbour(host, place)))) {
                return place;
            }
        }
        return -1;
    }

    /*
     * Of the candidates, best first, those that are nearer to the node than to each one chosen before, so that they lie in different directions
     * (algorithm 4, without extending the candidates). Others are taken only if there were too few of these: where
     * many are equal, each would have nothing but its equals, and no search would find a way out of them.
     */
    private void choose(Layer layer, Beam candidates, int countMax) {
        chosenCount = 0;
        int spares = 0;
        for (int i = 0; i < candidates.size() && chosenCount < countMax; i++) {
            int candidate = candidates.node(i);
            if (isOfItsOwn(layer, candidate, candidates.score(i))) {
                chosen[chosenCount++] = candidate;
            } else if (spares < NEIGHBOURS_MIN) {
                spare[spares++] = candidate;
            }
        }
        for (int i = 0; i < spares && chosenCount < NEIGHBOURS_MIN; i++) {
            chosen[chosenCount++] = spare[i];
        }
    }

    private boolean isOfItsOwn(Layer layer, int candidate, float score) {
        int slot = layer.slot(candidate);
        for (int i = 0; i < chosenCount; i++) {
            float likeness = rows.cosine(slot, layer.slot(chosen[i]));
            if (likeness > score || likeness > SAME) {
                return false;
            }
        }
        return true;
    }
}
