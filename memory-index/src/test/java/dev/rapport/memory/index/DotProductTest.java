package dev.rapport.memory.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.memory.Embedding;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotProductTest {
    private final DotProduct scalar = new ScalarDotProduct();
    private final DotProduct simd = new SimdDotProduct();

    @Test
    void simd_randomVectors_agreesWithScalar() {
        Random random = new Random(41);
        byte[] rows = new byte[3 * Embedding.DIMENSIONS];
        byte[] other = new byte[Embedding.DIMENSIONS];
        for (int i = 0; i < 100; i++) {
            random.nextBytes(rows);
            random.nextBytes(other);
            float[] query = new float[Embedding.DIMENSIONS];
            for (int d = 0; d < query.length; d++) {
                query[d] = random.nextFloat() - 0.5f;
            }
            for (int row = 0; row < 3; row++) {
                int offset = row * Embedding.DIMENSIONS;
                assertThat(simd.of(query, rows, offset))
                        .as("seed 41, %d", i)
                        .isCloseTo(scalar.of(query, rows, offset), within(0.05f));
            }
            int second = Embedding.DIMENSIONS;
            assertThat(simd.of(rows, second, other, 0))
                    .isEqualTo(scalar.of(rows, second, other, 0)); // below 2^24: exact
        }
    }

    @Test
    void choose_overruled_obeys() {
        String before = System.getProperty(DotProduct.PROPERTY, "");
        try {
            System.setProperty(DotProduct.PROPERTY, "scalar");
            assertThat(DotProduct.choose()).isInstanceOf(ScalarDotProduct.class);
            System.setProperty(DotProduct.PROPERTY, "simd");
            assertThat(DotProduct.choose()).isInstanceOf(SimdDotProduct.class);
        } finally {
            System.setProperty(DotProduct.PROPERTY, before);
        }
    }
}
