package dev.rapport.memory.index;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import java.util.List;

/** hnswlib's graph over our own bytes, with the settings that ours had when it was hnswlib's. */
final class HnswlibNearest implements NearestSearch {
    private static final int NEIGHBOURS = 16;
    private static final int BUILD_BEAM_WIDTH = 200;

    private final Rows rows = new Rows(DotProduct.choose());
    private final HnswIndex<Integer, Place, Node, Float> graph;

    HnswlibNearest(List<Embedding> vectors) {
        this.graph = HnswIndex.<Place, Float>newBuilder(Embedding.DIMENSIONS, this::distance, vectors.size())
                .withM(NEIGHBOURS)
                .withEfConstruction(BUILD_BEAM_WIDTH)
                .withEf(GraphIndex.SEARCH_BEAM_WIDTH)
                .build();
        for (int slot = 0; slot < vectors.size(); slot++) {
            rows.add(QuantizedVector.of(vectors.get(slot)));
            graph.add(new Node(slot));
        }
    }

    @Override
    public int[] nearest(Embedding question, int wanted) {
        List<SearchResult<Node, Float>> found = graph.findNearest(new Question(question.toArray()), wanted);
        return found.stream().mapToInt(result -> result.item().slot).toArray();
    }

    private float distance(Place from, Place to) {
        int slot = ((Node) to).slot; // a question is only ever compared with nodes
        return switch (from) {
            case Question question -> 1 - rows.cosine(question.values, slot);
            case Node node -> 1 - rows.cosine(node.slot, slot);
        };
    }

    /** A point in the space: of a slot, or a question. */
    private sealed interface Place {}

    private static final class Question implements Place {
        private final float[] values;

        private Question(float[] values) {
            this.values = values;
        }
    }

    private static final class Node implements Item<Integer, Place>, Place {
        private static final long serialVersionUID = 1;

        private final int slot;

        private Node(int slot) {
            this.slot = slot;
        }

        @Override
        public Integer id() {
            return slot;
        }

        @Override
        public Place vector() {
            return this;
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }
    }
}
