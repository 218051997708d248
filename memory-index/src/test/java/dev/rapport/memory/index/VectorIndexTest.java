package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.Vectors;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorIndexTest extends VectorIndexContract {
    @Override
    void added(VectorIndex index, int count) {}

    @Test
    void search_randomQuestions_agreesWithFullPrecision() {
        List<Embedding> vectors = randomVectors(1_000, 21);
        VectorIndex index = indexOf(vectors);
        Random random = new Random(22);
        int hits = 0;
        for (int i = 0; i < 50; i++) {
            Embedding query = Vectors.random(random);
            List<Integer> truth = IntStream.range(0, 1_000)
                    .boxed()
                    .sorted(Comparator.comparingDouble(slot -> -query.similarityTo(vectors.get(slot))))
                    .limit(10)
                    .toList();
            hits += (int) search(index, query, 1_000, new BitSet(), 10).stream()
                    .filter(truth::contains)
                    .count();
        }

        assertThat(hits).as("of 500, seeds 21 and 22").isGreaterThanOrEqualTo(480);
    }
}
