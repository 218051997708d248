package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JVector's graph over float vectors, in memory, with the settings of its README. */
final class JVectorNearest implements NearestSearch {
    private static final VectorTypeSupport TYPES =
            VectorizationProvider.getInstance().getVectorTypeSupport();
    private static final int DEGREE = 16;
    private static final int BUILD_BEAM_WIDTH = 100;
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;
    private static final int BEAM_WIDTH = GraphIndex.SEARCH_BEAM_WIDTH;

    private final RandomAccessVectorValues vectors;
    private final ImmutableGraphIndex graph;

    @SuppressWarnings("deprecation") // every constructor that takes no thread pools is
    JVectorNearest(List<Embedding> embeddings) throws IOException {
        List<VectorFloat<?>> floats = new ArrayList<>();
        embeddings.forEach(embedding -> floats.add(TYPES.createFloatVector(embedding.toArray())));
        this.vectors = new ListRandomAccessVectorValues(floats, Embedding.DIMENSIONS);
        BuildScoreProvider scores =
                BuildScoreProvider.randomAccessScoreProvider(vectors, VectorSimilarityFunction.DOT_PRODUCT);
        try (GraphIndexBuilder builder =
                new GraphIndexBuilder(scores, Embedding.DIMENSIONS, DEGREE, BUILD_BEAM_WIDTH, OVERFLOW, ALPHA, true)) {
            this.graph = builder.build(vectors);
        }
    }

    @Override
    public int[] nearest(Embedding question, int wanted) {
        SearchResult found = GraphSearcher.search(
                TYPES.createFloatVector(question.toArray()),
                wanted,
                Math.max(BEAM_WIDTH, wanted),
                vectors,
                VectorSimilarityFunction.DOT_PRODUCT,
                graph,
                Bits.ALL);
        int[] slots = new int[found.getNodes().length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = found.getNodes()[i].node;
        }
        return slots;
    }
}
