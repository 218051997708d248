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
    void added(VectorIndex index, int count) {
        if (count % 40 == 0) { // so some are in the graph, the last few beside it, and it outgrows its capacity
            index.extendGraph(count, new BitSet(), () -> true);
        }
    }

    @Test
    void search_asRecallAsks_findsAtLeast95PercentOfTheTrueNeighbours() {
        VectorIndex graph = indexOf(randomVectors(2_000, 31));
        VectorIndex exact = new VectorIndexTest().indexOf(randomVectors(2_000, 31));

        assertThat(recallAt10(graph, exact, new BitSet())).as("seeds 31 and 32").isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void search_aQuarterWasRemoved_stillFinds95Percent_andNoneOfThose() {
        VectorIndex graph = indexOf(randomVectors(2_000, 31));
        VectorIndex exact = new VectorIndexTest().indexOf(randomVectors(2_000, 31));
        BitSet removed = new BitSet();
        for (int slot = 0; slot < 2_000; slot += 4) {
            removed.set(slot);
            graph.remove(slot);
            exact.remove(slot);
        }

        assertThat(recallAt10(graph, exact, removed)).as("seeds 31 and 32").isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void extendGraph_toldToStop_leavesTheIndexAsItWas() {
        VectorIndex index = new VectorIndexTest().indexOf(randomVectors(100, 33));
        int[] asked = {0};
        index.extendGraph(100, new BitSet(), () -> ++asked[0] < 50);

        assertThat(index.graphed()).isZero();
        assertThat(asked[0]).isEqualTo(50);
    }

    private static double recallAt10(VectorIndex graph, VectorIndex exact, BitSet removed) {
        Random random = new Random(32);
        int hits = 0;
        for (int i = 0; i < 100; i++) {
            Embedding query = Vectors.random(random);
            List<Integer> truth = search(exact, query, 2_000, removed, 10);
            List<Integer> found = search(graph, query, 2_000, removed, Candidates.CANDIDATES_MAX);
            assertThat(found).noneMatch(removed::get);
            hits += (int) found.stream().limit(10).filter(truth::contains).count();
        }
        return hits / 1_000.0;
    }
}
