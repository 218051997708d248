package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a vector index promises, with a graph and without. */
abstract class VectorIndexContract {
    /** Makes the graph of what was added so far, if the test is about graphs. */
    abstract void added(VectorIndex index, int count);

    VectorIndex indexOf(List<Embedding> vectors) {
        VectorIndex index = new VectorIndex(DotProduct.choose());
        for (int count = 1; count <= vectors.size(); count++) {
            index.add(QuantizedVector.of(vectors.get(count - 1)));
            added(index, count);
        }
        return index;
    }

    static List<Embedding> randomVectors(int count, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> Vectors.random(random)).limit(count).toList();
    }

    static List<Integer> search(VectorIndex index, Embedding query, int count, BitSet removed, int topK) {
        TopSlots nearest = new TopSlots(topK);
        index.search(query.toArray(), count, removed, nearest);
        return IntStream.of(nearest.bestFirst()).boxed().toList();
    }

    @Test
    void search_threeDirections_givesTheNearestFirst() {
        VectorIndex index =
                indexOf(List.of(Vectors.plane(-1, 0), Vectors.plane(1, 1), Vectors.plane(1, 0), Vectors.plane(0, 1)));

        assertThat(search(index, Vectors.plane(1, 0.1f), 4, new BitSet(), 3)).containsExactly(2, 1, 3);
    }

    @Test
    void search_anyVectorAskedForItself_isFoundFirst() {
        List<Embedding> vectors = randomVectors(500, 7);
        VectorIndex index = indexOf(vectors);

        for (int slot = 0; slot < vectors.size(); slot++) {
            assertThat(search(index, vectors.get(slot), 500, new BitSet(), 1))
                    .as("seed 7, slot %d", slot)
                    .containsExactly(slot);
        }
    }

    @Test
    void search_slotsThatTheReaderDoesNotKnow_areNotFound() {
        VectorIndex index = indexOf(randomVectors(300, 8));

        assertThat(search(index, randomVectors(1, 9).getFirst(), 40, new BitSet(), 200))
                .isNotEmpty()
                .allMatch(slot -> slot < 40);
    }

    @Test
    void search_removedSlots_areSkippedAndReplaced() {
        List<Embedding> vectors = randomVectors(300, 10);
        VectorIndex index = indexOf(vectors);
        BitSet removed = new BitSet();
        for (int slot : search(index, vectors.getFirst(), 300, removed, 50)) {
            removed.set(slot);
            index.remove(slot);
        }

        assertThat(search(index, vectors.getFirst(), 300, removed, 50))
                .hasSize(50)
                .noneMatch(removed::get);
    }

    @Test
    void cosine_ofASlot_isThatOfTheVectorItWasMadeOf() {
        List<Embedding> vectors = randomVectors(50, 12);
        VectorIndex index = indexOf(vectors);
        Embedding query = Vectors.random(new Random(13));

        for (int slot = 0; slot < vectors.size(); slot++) {
            assertThat(index.cosine(query.toArray(), slot))
                    .isCloseTo(query.similarityTo(vectors.get(slot)), within(0.005f));
        }
    }

    @Test
    void weightBytes_grows() {
        assertThat(indexOf(randomVectors(100, 14)).weightBytes()).isGreaterThan(100 * Embedding.DIMENSIONS);
    }
}
