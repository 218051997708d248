package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeamTest {
    @Test
    void offer_anyScores_keepsTheBest_ofEqualsTheFirst() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(60);
            float[] scores = new float[count];
            int width = 1 + random.nextInt(30);
            Beam beam = new Beam(width);
            for (int node = 0; node < count; node++) {
                scores[node] = random.nextInt(10);
                beam.offer(node, scores[node]);
                if (random.nextBoolean()) {
                    beam.open();
                }
            }
            List<Integer> best = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble(node -> -scores[node]))
                    .limit(width)
                    .toList();

            assertThat(beam.toArray()).as("seed %d", seed).containsExactly(best.toArray(Integer[]::new));
        }
    }

    @Test
    void open_whileOthersCome_givesTheBestNotOpenedYet_andEachOnce() {
        Beam beam = new Beam(3);
        beam.offer(7, 0.5f);
        beam.offer(8, 0.4f);
        List<Integer> opened = new ArrayList<>(List.of(beam.open()));
        beam.offer(9, 0.9f);
        beam.offer(4, 0.45f); // 8 is pushed out
        opened.addAll(List.of(beam.open(), beam.open(), beam.open()));

        assertThat(opened).containsExactly(7, 9, 4, -1);
        assertThat(beam.toArray()).containsExactly(9, 7, 4);
    }
}
