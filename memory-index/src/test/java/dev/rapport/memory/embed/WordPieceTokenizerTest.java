package dev.rapport.memory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceTokenizerTest {
    private static final long UNKNOWN = 100;
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(vocabulary());

    private static Vocabulary vocabulary() {
        try (InputStream in = WordPieceTokenizerTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            return Vocabulary.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The pieces without the marks at the ends, which are checked here once and for all. */
    private static long[] pieces(String text) {
        long[] tokens = TOKENIZER.tokenize(text).ids();
        assertThat(tokens[0]).isEqualTo(101);
        assertThat(tokens[tokens.length - 1]).isEqualTo(102);
        return Arrays.copyOfRange(tokens, 1, tokens.length - 1);
    }

    static Stream<Arguments> known() {
        return Stream.of(
                Arguments.of("Hello, world!", new long[] {7592, 1010, 2088, 999}),
                Arguments.of("My sister lives in Porto.", new long[] {2026, 2905, 3268, 1999, 13809, 1012}),
                Arguments.of("embeddings", new long[] {7861, 8270, 4667, 2015}),
                Arguments.of("I'm", new long[] {1045, 1005, 1049}),
                Arguments.of("$50", new long[] {1002, 2753}),
                Arguments.of("Caf\u00E9 na\u00EFve", new long[] {7668, 15743}),
                Arguments.of("Cafe\u0301 nai\u0308ve", new long[] {7668, 15743}),
                Arguments.of("\u6771\u4EAC tower", new long[] {1879, 1755, 3578}),
                Arguments.of("tower\u6771\u4EAC", new long[] {3578, 1879, 1755}),
                Arguments.of("\uD55C\uAD6D", new long[] {1469, 30006, 30021, 29991, 30014, 30020}),
                Arguments.of("I \uD83D\uDE42", new long[] {1045, UNKNOWN}),
                Arguments.of("[CLS]", new long[] {1031, 18856, 2015, 1033}),
                Arguments.of("hel\u200Blo wor\u0000ld\u000B", new long[] {7592, 2088}),
                Arguments.of("hello\u00A0\u2028\t\r\nworld", new long[] {7592, 2088}),
                Arguments.of("\u0130I", new long[] {2462}),
                Arguments.of("", new long[] {}),
                Arguments.of(" \n\t ", new long[] {}));
    }

    @ParameterizedTest
    @MethodSource("known")
    void tokenize_knownText_givesKnownPieces(String text, long[] expected) {
        assertThat(pieces(text)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE42\uD83D", "hello\uD83D", "\uDE42 hello", "hel\uD83Dlo"})
    void tokenize_halfASurrogatePair_isLeftOut(String text) {
        assertThat(pieces(text)).containsExactly(text.contains("h") ? new long[] {7592} : new long[] {});
    }

    @Test
    void tokenize_wordOfOneHundredAndOneLetters_isUnknown() {
        assertThat(pieces("a".repeat(100))).doesNotContain(UNKNOWN).hasSizeGreaterThan(10);
        assertThat(pieces("a".repeat(101))).containsExactly(UNKNOWN);
    }

    @Test
    void tokenize_moreThanTheModelTakes_isCutAt256() {
        assertThat(TOKENIZER.tokenize("hello ".repeat(254)).ids()).hasSize(256);
        assertThat(TOKENIZER.tokenize("hello ".repeat(255)).ids()).hasSize(256).endsWith(7592, 102);
        assertThat(TOKENIZER.tokenize("embeddings ".repeat(100)).ids()).hasSize(256);
    }

    @Test
    @Timeout(20)
    void tokenize_aMillionCharactersOfAnything_comesSoon() {
        for (String unit :
                new String[] {"a", " ", "e\u0301", "\u0301", ".", "\u6771", "\uD83D", "\u200B", "qx ", "zq\u0416"}) {
            String text = unit.repeat(1_000_000 / unit.length());
            for (int i = 0; i < 20; i++) { // twenty times, so that even a few milliseconds a text are no accident
                assertThat(TOKENIZER.tokenize(text).ids()).hasSizeBetween(2, 256);
            }
        }
    }

    @Test
    void tokenize_randomCharacters_neverFails() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(300), 0, 0x10000).forEach(c -> text.append((char) c));
            assertThat(TOKENIZER.tokenize(text.toString()).ids())
                    .as("seed 5, text %d", i)
                    .hasSizeBetween(2, 256);
        }
    }

    @Test
    void parse_escapesAndSpaces_areRead() {
        Vocabulary vocabulary = Vocabulary.parse(
                "{\"model\": {\"vocab\": { \"\\\"\" : 0,\n\"\\\\\":1, \"##\\u00e9\\n\": 22 } , \"x\": 3}}");

        assertThat(vocabulary.size()).isEqualTo(3);
        assertThat(vocabulary.start("\"")).isZero();
        assertThat(vocabulary.start("\\")).isEqualTo(1);
        assertThat(vocabulary.continuation("\u00E9\n")).isEqualTo(22);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"vocab\": {\"a\": }}",
                "{\"vocab\": {\"a",
                "{\"vocab\": {\"a\" 1}}",
                "{\"vocab\": {\"\\u00"
            })
    void parse_somethingElse_isRefusedWithPlace(String json) {
        assertThatThrownBy(() -> Vocabulary.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tokenizer file: ");
    }
}
