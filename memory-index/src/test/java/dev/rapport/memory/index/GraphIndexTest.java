package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphIndexTest extends VectorIndexContract {
    @Override
    void added(VectorIndex index, int count) {
        if (count % 40 == 0) { // so some are in the graph, and the last few beside it
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

    @Test
    void extendGraph_atOnceOrPieceByPiece_givesTheSameGraph() {
        VectorIndex pieces = indexOf(randomVectors(1_000, 34));
        VectorIndex atOnce = new VectorIndexTest().indexOf(randomVectors(1_000, 34));
        atOnce.extendGraph(1_000, new BitSet(), () -> true);

        for (Embedding query : randomVectors(50, 35)) {
            assertThat(search(pieces, query, 1_000, new BitSet(), 100))
                    .as("seeds 34 and 35")
                    .isEqualTo(search(atOnce, query, 1_000, new BitSet(), 100));
        }
    }

    @Test
    void search_mostAreEqual_findsTheOthersAsWell() {
        List<Embedding> vectors = new ArrayList<>(Collections.nCopies(3_000, Vectors.plane(1, 0)));
        List<Embedding> others = randomVectors(300, 36);
        for (int i = 0; i < others.size(); i++) {
            vectors.add(10 * i, others.get(i));
        }
        VectorIndex index = indexOf(vectors);

        for (Embedding other : others) {
            int found = search(index, other, vectors.size(), new BitSet(), 1).getFirst();
            assertThat(vectors.get(found)).as("seed 36").isEqualTo(other);
        }
        assertThat(search(index, Vectors.plane(1, 0), vectors.size(), new BitSet(), 10))
                .allMatch(slot -> vectors.get(slot).equals(Vectors.plane(1, 0)));
    }

    @Test
    void search_allOnOneLine_findsOneOfTheRightDirectionFirst() {
        Embedding there = Vectors.plane(1, 0);
        Embedding back = Vectors.plane(-1, 0);
        for (int period : new int[] {2, 100, 1_000}) { // by turns, and in long runs of one of them
            List<Embedding> vectors = IntStream.range(0, 2_000)
                    .mapToObj(slot -> slot % period < period / 2 ? there : back)
                    .toList();
            VectorIndex index = indexOf(vectors);

            // Not all 50: of so many equals a walk reaches some.
            assertThat(vectors.get(search(index, there, 2_000, new BitSet(), 50).getFirst()))
                    .as("period %d", period)
                    .isSameAs(there);
            assertThat(vectors.get(search(index, back, 2_000, new BitSet(), 50).getFirst()))
                    .as("period %d", period)
                    .isSameAs(back);
        }
    }

    /* Each of these is nearer to the first one than to the others, but for the last: that is nearest to the one before. */
    @Test
    void extended_hostIsFull_aRemovedNeighbourGivesItsPlaceToTheNewOne() {
        int full = GraphBuilder.NEIGHBOURS_ON_GROUND;
        Random random = new Random(38);
        Embedding host = Vectors.random(random);
        Rows rows = new Rows(DotProduct.choose());
        rows.add(QuantizedVector.of(host));
        for (int slot = 1; slot <= full; slot++) {
            rows.add(QuantizedVector.of(between(host, Vectors.random(random))));
        }
        rows.add(QuantizedVector.of(between(host, rows.vector(full).toEmbedding())));
        GraphIndex before = extended(new GraphIndex(rows), full + 1);
        assertThat(neighboursOfFirst(before)).as("seed 38").hasSize(full).contains(5);

        rows.clear(5);
        GraphIndex after = extended(before, full + 2);

        assertThat(neighboursOfFirst(after))
                .as("seed 38")
                .hasSize(full)
                .doesNotContain(5)
                .contains(full, full + 1);
    }

    private static GraphIndex extended(GraphIndex graph, int upTo) {
        return Objects.requireNonNull(graph.extended(upTo, new BitSet(), () -> true));
    }

    private static Embedding between(Embedding left, Embedding right) {
        float[] sum = left.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right.toArray()[i];
        }
        return Embedding.of(sum);
    }

    private static List<Integer> neighboursOfFirst(GraphIndex graph) {
        Layer ground = graph.layers().getFirst();
        return IntStream.range(0, ground.degree(0))
                .map(place -> ground.neighbour(0, place))
                .boxed()
                .toList();
    }

    @Test
    void search_someOrAllHaveNoVector_findsTheRest() {
        VectorIndex some = new VectorIndex(DotProduct.choose());
        VectorIndex none = new VectorIndex(DotProduct.choose());
        List<Embedding> vectors = randomVectors(300, 37);
        for (Embedding vector : vectors) {
            some.add(QuantizedVector.NONE);
            some.add(QuantizedVector.of(vector));
            none.add(QuantizedVector.NONE);
        }
        some.extendGraph(600, new BitSet(), () -> true);
        none.extendGraph(300, new BitSet(), () -> true);

        for (int i = 0; i < vectors.size(); i++) {
            assertThat(search(some, vectors.get(i), 600, new BitSet(), 1))
                    .as("seed 37")
                    .containsExactly(2 * i + 1);
        }
        assertThat(search(none, vectors.getFirst(), 300, new BitSet(), 10)).isEmpty();
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
