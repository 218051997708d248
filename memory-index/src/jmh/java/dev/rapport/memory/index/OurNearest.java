package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import java.util.BitSet;
import java.util.List;

/** Ours: bytes compared with each, or by the graph. */
final class OurNearest implements NearestSearch {
    private static final BitSet NONE_REMOVED = new BitSet();

    private final VectorIndex index = new VectorIndex(DotProduct.choose());
    private final int count;

    OurNearest(List<Embedding> vectors, boolean withGraph) {
        vectors.forEach(vector -> index.add(QuantizedVector.of(vector)));
        this.count = vectors.size();
        if (withGraph) {
            index.extendGraph(count, NONE_REMOVED, () -> true);
        }
    }

    @Override
    public int[] nearest(Embedding question, int wanted) {
        TopSlots nearest = new TopSlots(wanted);
        index.search(question.toArray(), count, NONE_REMOVED, nearest);
        return nearest.bestFirst();
    }
}
