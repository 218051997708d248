package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.Vectors;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphIndexTest extends VectorIndexContract {
    @Override
    VectorIndex empty(int sizeExpected) {
        return new GraphIndex(DotProduct.choose(), sizeExpected);
    }

    @Test
    void search_randomQuestions_findsAtLeast95PercentOfTheTrueNeighbours() {
        List<Embedding> vectors = randomVectors(2_000, 31);
        VectorIndex graph = indexOf(vectors);
        VectorIndex exact = new ExactIndexTest().indexOf(vectors);
        Random random = new Random(32);
        int hits = 0;
        for (int i = 0; i < 100; i++) {
            Embedding query = Vectors.random(random);
            List<Integer> truth = search(exact, query, 2_000, new BitSet(), 10);
            hits += (int) search(graph, query, 2_000, new BitSet(), 10).stream()
                    .filter(truth::contains)
                    .count();
        }

        assertThat(hits / 1_000.0).as("recall@10, seeds 31 and 32").isGreaterThanOrEqualTo(0.95);
    }
}
