package dev.rapport.memory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.memory.Embedding;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmbeddersTest {
    @Test
    void load_miniLm_hasTheStaticOneBesideIt() {
        try (Embedders embedders = Embedders.load(Embedders.Choice.MINILM)) {
            assertThat(embedders.main()).isInstanceOf(MiniLmEmbedder.class);
            assertThat(embedders.fast()).get().isInstanceOf(StaticEmbedder.class);
            assertThat(embedders.problem()).isEmpty();
        }
    }

    /** The static vectors lie in another model's space. */
    @Test
    void load_bge_hasNothingFastBesideIt() {
        try (Embedders embedders = Embedders.load(Embedders.Choice.BGE_SMALL)) {
            assertThat(embedders.main().model()).startsWith("bge-small-en-v1.5-q/onnxruntime-1.");
            assertThat(embedders.fast()).isEmpty();
        }
    }

    @Test
    void load_runtimeDoesNotRunHere_isTheStaticOne_andSaysWhy() {
        EmbedderUnavailable why = new EmbedderUnavailable("embedder: no runtime", new UnsatisfiedLinkError());
        Embedders embedders = Embedders.withStandIn(
                () -> {
                    throw why;
                },
                StaticEmbedder.load());
        assertThat(embedders.main()).isInstanceOf(StaticEmbedder.class);
        assertThat(embedders.problem()).hasValue("embedder: no runtime");
        embedders.close();
    }

    /** In a JVM of its own, whose native library is not where it is looked for. */
    @Test
    void load_withoutNativeLibrary_isTheStaticOne() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Donnxruntime.native.path=/nowhere",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddersTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("main: all-minilm-l6-v2-q/static-")
                .contains("problem: embedder: ONNX Runtime cannot run all-minilm-l6-v2-q on ");
    }

    public static void main(String[] arguments) {
        try (Embedders embedders = Embedders.load(Embedders.Choice.MINILM)) {
            System.out.println("main: " + embedders.main().model());
            System.out.println("problem: " + embedders.problem().orElse("none"));
        }
    }

    @Test
    void read_libraryIsNotThere_saysWhichToPutWhere() {
        ModelFiles missing = new ModelFiles("not-there", "group:artifact", "put artifact-1.jar into lib");
        assertThatThrownBy(missing::model)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(
                        "not-there.onnx is not on the class path (expected: in group:artifact; put artifact-1.jar into lib)");
    }

    @Test
    void bge_marksQuestions_andReadsTheFirstToken() {
        try (BgeSmallEmbedder bge = BgeSmallEmbedder.load()) {
            Embedding text = bge.embed("My sister lives in Porto.");
            assertThat(bge.marksQuestions()).isTrue();
            assertThat(bge.embedQuestion("My sister lives in Porto.")).isNotEqualTo(text);
            assertThat(bge.embedQuestion("hi"))
                    .isEqualTo(bge.embed("Represent this sentence for searching relevant passages: hi"));
            Embedding question = bge.embedQuestion("Where does my sister live?");
            assertThat(question.similarityTo(text))
                    .isGreaterThan(question.similarityTo(bge.embed("The train to Manchester was late again.")) + 0.1f);
        }
    }
}
