package dev.rapport.memory.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedder;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every embedder, with every kind of text that nobody should send. */
@Timeout(60)
class BadTextTest {
    private static final int MILLION = 1_000_000;

    private static MiniLmEmbedder miniLm;
    private static BgeSmallEmbedder bge;
    private static List<Embedder> embedders;

    @BeforeAll
    static void load() {
        miniLm = MiniLmEmbedder.load();
        bge = BgeSmallEmbedder.load();
        embedders = List.of(miniLm, bge, StaticEmbedder.load());
    }

    @AfterAll
    static void close() {
        miniLm.close();
        bge.close();
    }

    static Stream<Arguments> texts() {
        Random random = new Random(3);
        byte[] bytes = new byte[MILLION * 3 / 4];
        random.nextBytes(bytes);
        return Stream.of(
                Arguments.of("nothing", "", false),
                Arguments.of("one character", "a", false),
                Arguments.of("a space", " ", false),
                Arguments.of("a zero", "\u0000", false),
                Arguments.of("a million letters", "a".repeat(MILLION), true),
                Arguments.of("a million spaces", " ".repeat(MILLION), true),
                Arguments.of("a million words", "hello ".repeat(MILLION), true),
                Arguments.of("combining marks only", "\u0301".repeat(MILLION), true),
                Arguments.of("a letter under a thousand marks", "e" + "\u0301".repeat(1_000), false),
                Arguments.of("half a pair", "\uD83D", false),
                Arguments.of("halves the wrong way round", "\uDE42\uD83D".repeat(50_000), true),
                Arguments.of(
                        "from right to left",
                        "\u05E9\u05DC\u05D5\u05DD \u202E\u0645\u0631\u062D\u0628\u0627 ".repeat(9_000),
                        true),
                Arguments.of("no spaces", "\u6771\u4EAC".repeat(50_000), true),
                Arguments.of("Thai, which has none", "\u0E01\u0E34\u0E19".repeat(50_000), true),
                Arguments.of("code", "for(;;){x[i]+=y;}\n".repeat(9_000), true),
                Arguments.of("base64", Base64.getEncoder().encodeToString(bytes), true),
                Arguments.of("a hundred thousand emoji", "\uD83D\uDE42".repeat(100_000), true),
                Arguments.of(
                        "a family of emoji", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67".repeat(20_000), true),
                Arguments.of("not a character", "\uFFFE\uFFFF\uFFFD".repeat(10), false),
                Arguments.of("marks of the model", "[CLS] [SEP] [MASK] [PAD] [UNK]", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void embed_anything_givesAVector_andSaysWhatItLeftOut(String name, String text, boolean isCut) {
        for (Embedder embedder : embedders) {
            assertThat(embedder.embed(text).toArray()).as(embedder.model()).hasSize(embedder.dimensions());
            assertThat(embedder.embedQuestion(text).toArray())
                    .as(embedder.model())
                    .doesNotContain(Float.NaN);
            assertThat(embedder.read(text))
                    .as(embedder.model() + " cuts " + name)
                    .isEqualTo(new Embedder.Reading(embedder.embed(text), isCut));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void embed_whatIsBehindTheBound_makesNoDifference(String name, String text, boolean isCut) {
        if (isCut) {
            String end = text.substring(0, WordPieceTokenizer.LENGTH_LOOKED_AT_MAX);
            for (Embedder embedder : embedders) {
                assertThat(embedder.embed(end + "!".repeat(1_000)))
                        .as(embedder.model() + ", " + name)
                        .isEqualTo(embedder.embed(end));
            }
        }
    }
}
