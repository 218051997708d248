package dev.rapport.memory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Embedding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StaticEmbedderTest {
    /** Enough to fit something, few enough for a test. */
    private static final int FEW = 300;

    private static MiniLmEmbedder model;
    private static StaticEmbedder embedder;

    @BeforeAll
    static void load() {
        model = MiniLmEmbedder.load();
        embedder = StaticEmbedder.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void embed_questionInOtherWords_isNearestToTheModelsVectorOfItsAnswer() {
        List<String> memories = List.of(
                "My sister lives in Porto.",
                "I am allergic to peanuts.",
                "I work as a nurse in Leeds.",
                "I bought a blue bicycle last spring.",
                "I am learning to play the cello.",
                "My neighbour has three noisy parrots.");
        List<Embedding> vectors = memories.stream().map(model::embed).toList();
        assertThat(nearest("Where does my sister live?", vectors)).isZero();
        assertThat(nearest("Which instrument do I practise?", vectors)).isEqualTo(4);
        assertThat(nearest("What pets does he have next door?", vectors)).isEqualTo(5);
    }

    private static int nearest(String question, List<Embedding> vectors) {
        Embedding meaning = embedder.embedQuestion(question);
        int best = 0;
        for (int i = 1; i < vectors.size(); i++) {
            if (meaning.similarityTo(vectors.get(i)) > meaning.similarityTo(vectors.get(best))) {
                best = i;
            }
        }
        return best;
    }

    @Test
    void embed_textsThatItDidNotLearnFrom_pointWhereTheModelPoints() {
        double sum = 0;
        List<String> texts =
                TrainingTexts.load(ModelFiles.MINI_LM.vocabulary(), 99).next(FEW);
        for (String text : texts) {
            sum += embedder.embed(text).similarityTo(model.embed(text));
        }
        assertThat(sum / FEW).isGreaterThan(0.75); // 0.84 as built; 0.6 with the linear map alone
    }

    @Test
    void model_isOfTheSameSpaceAsMiniLm_andNotTheSameModel() {
        assertThat(embedder.space()).isEqualTo(model.space()).isEqualTo("all-minilm-l6-v2-q");
        assertThat(embedder.model()).startsWith("all-minilm-l6-v2-q/static-").hasSize(34);
    }

    @Test
    void distill_sameSeed_givesTheSameBytes() throws IOException {
        byte[] file = ModelFiles.MINI_LM.model();
        assertThat(bytes(Distiller.distill("key", file, FEW))).isEqualTo(bytes(Distiller.distill("key", file, FEW)));
    }

    @Test
    void file_isSmallerThan12MB_andComesBackAsItWas() throws IOException {
        byte[] written;
        try (InputStream in = StaticEmbedder.class.getResourceAsStream(StaticVectors.FILE)) {
            written = in.readAllBytes();
        }
        assertThat(written).hasSizeLessThan(12_000_000);
        assertThat(bytes(StaticVectors.read(new ByteArrayInputStream(written)))).isEqualTo(written);
    }

    @Test
    void of_vectors_areRoundedToAHundredthOfTheirLargest() {
        float[] exact = new float[2 * Embedding.DIMENSIONS];
        Random random = new Random(4);
        for (int i = 0; i < exact.length / 2; i++) {
            exact[i] = (float) random.nextGaussian();
        }
        float[] sum = new float[Embedding.DIMENSIONS];
        StaticVectors vectors = StaticVectors.of("key", exact);
        vectors.addTo(sum, 0);
        vectors.addTo(sum, 1); // all zero
        for (int i = 0; i < sum.length; i++) {
            assertThat(Math.abs(sum[i] - exact[i])).isLessThan(0.02f);
        }
        assertThat(vectors.count()).isEqualTo(2);
    }

    @Test
    void read_somethingElse_isRefused() {
        assertThatThrownBy(() -> StaticVectors.read(new ByteArrayInputStream(new byte[20])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("begins with 0, 0 (expected: a file that the build made)");
    }

    @Test
    void phrases_haveNoGapThatNothingFills() {
        assertThat(TrainingTexts.load(ModelFiles.MINI_LM.vocabulary(), 1).unknownGaps())
                .isEmpty();
    }

    private static byte[] bytes(StaticVectors vectors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        vectors.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void fit_textsOfKnownVectors_findsThem() {
        // Each piece has a direction of its own; a text's vector is the direction of their sum.
        int pieces = 40;
        float[] truth = new float[pieces * Embedding.DIMENSIONS];
        Random random = new Random(8);
        for (int i = 0; i < truth.length; i++) {
            truth[i] = (float) random.nextGaussian();
        }
        List<int[]> texts = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int[] text = random.ints(3, 0, pieces).sorted().distinct().toArray();
            texts.add(text);
            targets.add(sum(text, truth).toArray());
        }
        float[] allTheSame = new float[truth.length]; // so that no map from them can tell two pieces apart
        Arrays.fill(allTheSame, 1);
        float[] fitted = TokenRegression.fit(texts, targets, allTheSame, 1);
        double worst = 1;
        for (int i = 0; i < texts.size(); i++) {
            worst = Math.min(worst, sum(texts.get(i), fitted).similarityTo(Embedding.of(targets.get(i))));
        }
        assertThat(worst).isGreaterThan(0.9);
    }

    private static Embedding sum(int[] pieces, float[] vectors) {
        float[] sum = new float[Embedding.DIMENSIONS];
        for (int piece : pieces) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vectors[piece * sum.length + i];
            }
        }
        return Embedding.of(sum);
    }
}
