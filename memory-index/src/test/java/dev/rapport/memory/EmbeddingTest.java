package dev.rapport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    @Test
    void similarityTo_itsOwnDirection_isOneWhateverTheLength() {
        assertThat(Vectors.plane(3, 4).similarityTo(Vectors.plane(30, 40))).isCloseTo(1, within(1e-6f));
        assertThat(Vectors.plane(1, 0).similarityTo(Vectors.plane(0, 1))).isZero();
        assertThat(Vectors.plane(1, 0).similarityTo(Vectors.plane(-2, 0))).isEqualTo(-1);
    }

    @Test
    void of_noDirection_isRefused() {
        assertThatThrownBy(() -> Embedding.of(1, 2)).hasMessage("dimensions: 2 (expected: 384)");
        assertThatThrownBy(() -> Embedding.of(new float[384]))
                .hasMessage("sum of squares: 0.0 (expected: above 0 and finite)");
        float[] withNan = new float[384];
        withNan[7] = Float.NaN;
        assertThatThrownBy(() -> Embedding.of(withNan)).hasMessageContaining("NaN");
    }

    @Test
    void toArray_changedByTheCaller_leavesTheEmbedding() {
        Embedding embedding = Vectors.plane(1, 0);
        embedding.toArray()[0] = 0;

        assertThat(embedding.similarityTo(Vectors.plane(1, 0))).isEqualTo(1);
    }

    @Test
    void quantized_andBack_keepsSimilarities() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            Embedding one = Vectors.random(random);
            Embedding other = Vectors.random(random);
            Embedding oneAgain = QuantizedVector.of(one).toEmbedding();

            assertThat(oneAgain.similarityTo(one)).as("seed 11, %d", i).isGreaterThan(0.9995f);
            assertThat(oneAgain.similarityTo(other))
                    .as("seed 11, %d", i)
                    .isCloseTo(one.similarityTo(other), within(0.005f));
        }
    }

    @Test
    void quantized_toBytesAndBack_isEqual() {
        QuantizedVector vector = QuantizedVector.of(Vectors.random(new Random(12)));

        assertThat(QuantizedVector.fromBytes(vector.toBytes())).isEqualTo(vector);
        assertThat(vector.toBytes()).hasSize(388);
    }

    @Test
    void quantized_fromOtherBytes_isRefused() {
        assertThatThrownBy(() -> QuantizedVector.fromBytes(new byte[387]))
                .hasMessage("vector: 387 bytes (expected: 388)");
        assertThatThrownBy(() -> QuantizedVector.fromBytes(new byte[388]))
                .hasMessage("scale: 0.0 (expected: above 0, to 1)");
    }
}
