package dev.rapport.memory.embed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our tokenizer against Hugging Face's, which made the models' training data.
 *
 * <p>Where the two differ on purpose is left out of the texts, and tested in {@link WordPieceTokenizerTest} or below: marks
 * like {@code [CLS]} that a user types, halves of surrogate pairs (the reference takes no such string), and characters that one
 * side's Unicode tables know and the other's do not.
 */
class ReferenceTokenizerTest {
    private static final int GENERATED = 10_000;
    private static final int LINES_MAX = 3_000;
    private static final int TOKENS_MAX = WordPieceTokenizer.TOKENS_MAX;
    private static final Path REAL_TEXTS = Path.of("../../shared/eval");

    /** Kinds that differ: marks, punctuation, format characters; and one sign that was punctuation once. */
    private static final List<Integer> KNOWN_LATER = Stream.of(
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.OTHER_SYMBOL)
            .map(Byte::intValue)
            .toList();

    private static HuggingFaceTokenizer reference;
    private static final WordPieceTokenizer OURS = ModelFiles.MINI_LM.tokenizer();

    @BeforeAll
    static void load() throws IOException {
        String file = "/all-minilm-l6-v2-q-tokenizer.json";
        try (InputStream in = ReferenceTokenizerTest.class.getResourceAsStream(file)) {
            // The file asks for 128 tokens and padding to 128; we read 256 and pad nothing.
            Map<String, String> options =
                    Map.of("truncation", "true", "maxLength", Integer.toString(TOKENS_MAX), "padding", "false");
            reference = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(in.readAllBytes()), options);
        }
    }

    @AfterAll
    static void close() {
        reference.close();
    }

    private static Map<String, String> differences(List<String> texts) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (String text : texts) {
            long[] ours = OURS.tokenize(text).ids();
            long[] theirs = reference.encode(text).getIds();
            if (!Arrays.equals(ours, theirs)) {
                differences.put(escaped(text), Arrays.toString(ours) + "\n  not " + Arrays.toString(theirs));
            }
        }
        return differences;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .limit(400)
                .forEach(c -> escaped.append(c >= ' ' && c < 0x7F ? "" + (char) c : String.format("\\u%04X", c)));
        return escaped.toString();
    }

    @Test
    void tokenize_generatedTexts_givesWhatTheReferenceGives() {
        assertThat(differences(new HostileTexts(17).next(GENERATED))).isEmpty();
    }

    /** Beside the repository, where it is; else there is nothing to compare. */
    @Test
    void tokenize_realTexts_givesWhatTheReferenceGives() throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(REAL_TEXTS)) {
            try (var files = Files.walk(REAL_TEXTS)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                    try (var its = Files.lines(file, StandardCharsets.UTF_8)) {
                        its.limit(LINES_MAX).forEach(lines::add);
                    }
                }
            }
        }
        assertThat(differences(lines)).isEmpty();
    }

    /** Ideographs, Hangul, private characters and planes without assignments: a few of each are in the generated texts. */
    private static boolean isOneOfVeryMany(int codePoint) {
        return (codePoint >= 0x3400 && codePoint < 0xA000)
                || (codePoint >= 0xAC00 && codePoint < 0xF900)
                || (codePoint >= 0x12000 && codePoint < 0x1F000);
    }

    /**
     * The reference's tables are older than Java's: marks and punctuation that came to Unicode later are letters to it. And
     * of the ideographs of extension E it takes the first 256 for letters, which BERT's own tokenizer does not.
     */
    @Test
    void tokenize_everyCharacter_differsOnlyWhereTheReferenceKnowsLessOfUnicode() {
        List<Integer> different = new ArrayList<>();
        for (int codePoint = 1; codePoint < 0x20000; codePoint++) {
            if (!isOneOfVeryMany(codePoint)) {
                String text = "a" + Character.toString(codePoint) + "b";
                if (!Arrays.equals(
                        OURS.tokenize(text).ids(), reference.encode(text).getIds())) {
                    different.add(codePoint);
                }
            }
        }
        assertThat(different)
                .hasSizeLessThan(1_000)
                .allSatisfy(codePoint -> assertThat(Character.getType(codePoint))
                        .as(Integer.toHexString(codePoint))
                        .isIn(KNOWN_LATER));
        assertThat(different).noneMatch(codePoint -> codePoint < 0x61D || codePoint >= 0x1F000);
    }
}
