package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.traits.TraitModel.Example;
import dev.rapport.chat.turn.Trait;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model learns sentences that no rule knows, from examples of our own. */
class TraitModelTest {
    private static final List<String> THINGS =
            List.of("jazz", "pottery", "chess", "tennis", "baking", "poetry", "rowing", "opera", "archery", "sudoku");
    private static final List<String> TOWNS =
            List.of("Oslo", "Turin", "Ghent", "Cork", "Bergen", "Graz", "Lyon", "Porto", "Leeds", "Basel");

    private static final float SURE = 0.5f;

    @TempDir
    private Path folder = Path.of("");

    private final TraitModel model = TraitModel.train(examples(), SURE);

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < THINGS.size(); i++) {
            String thing = THINGS.get(i);
            String town = TOWNS.get(i);
            examples.add(new Example("My weekends are all about " + thing + ".", "likes", false, thing));
            examples.add(new Example("Most days I turn up near " + town + ".", "home", false, town));
            examples.add(new Example("I wonder when the " + thing + " begins.", "", false, ""));
        }
        return examples;
    }

    private List<String> extract(String message) {
        return new TraitExtractor(model)
                .extract(message).traits().stream()
                        .map(trait -> trait.attribute() + '=' + trait.value())
                        .toList();
    }

    @Test
    void extract_sentenceLikeTheExamples_findsAValueItHasNeverSeen() {
        assertThat(new TraitExtractor()
                        .extract("My weekends are all about falconry.")
                        .traits())
                .isEmpty();
        assertThat(extract("My weekends are all about falconry.")).containsExactly("likes=falconry");
        assertThat(extract("Most days I turn up near Zagreb.")).containsExactly("home=Zagreb");
    }

    @Test
    void extract_whatIsNoStatementOfTheUser_yieldsNothing() {
        assertThat(extract("Are my weekends all about falconry?")).isEmpty();
        assertThat(extract("Translate this: My weekends are all about falconry."))
                .isEmpty();
        assertThat(extract("Her weekends are all about falconry.")).isEmpty();
        assertThat(extract("I wonder when the falconry begins.")).isEmpty();
        assertThat(extract("")).isEmpty();
    }

    @Test
    void extract_whatTheRulesFind_isNotAddedAgain() {
        assertThat(extract("I love falconry.")).containsExactly("likes=falconry");
    }

    @Test
    void extract_hostileText_givesLiteralValues() {
        for (String text :
                List.of("my ".repeat(3_000), "I\u0301 \uD83D me my \uDC00 are all about \u202Ex", "I,".repeat(900))) {
            for (Trait trait : new TraitExtractor(model).extract(text).traits()) {
                assertThat(text).contains(trait.value());
            }
        }
    }

    @Test
    void train_sameExamples_givesTheSameGuess() {
        Trait first = new TraitExtractor(model)
                .extract("My weekends are all about falconry.")
                .traits()
                .getFirst();
        Trait second = new TraitExtractor(TraitModel.train(examples(), SURE))
                .extract("My weekends are all about falconry.")
                .traits()
                .getFirst();

        assertThat(second.confidence()).isEqualTo(first.confidence());
    }

    @Test
    void with_limitThatNothingReaches_addsNothing() {
        TraitModel silent = model.with(1.1f);
        assertThat(new TraitExtractor(silent)
                        .extract("My weekends are all about falconry.")
                        .traits())
                .isEmpty();
    }

    @Test
    void train_attributeThatIsNotOurs_isNamed() {
        assertThatThrownBy(
                        () -> TraitModel.train(List.of(new Example("I am a taurus.", "zodiac", false, "taurus")), SURE))
                .hasMessage("attribute: zodiac (expected: one of those that the extractor knows)");
    }

    @Test
    void load_whatWasSaved_saysTheSame() throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        TraitExtractor loaded = new TraitExtractor(TraitModel.load(file));
        for (String text : List.of(
                "My weekends are all about falconry.",
                "Most days I turn up near Zagreb.",
                "I wonder when the falconry begins.")) {
            assertThat(loaded.extract(text)).as(text).isEqualTo(new TraitExtractor(model).extract(text));
        }
    }

    @Test
    void load_damagedFile_isRefused_andNamed() throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        byte[] whole = Files.readAllBytes(file);

        byte[] other = whole.clone();
        other[0] ^= 1;
        assertRefused(other, "another kind of file (expected: a trait model");
        byte[] features = whole.clone();
        features[4] ^= 1;
        assertRefused(features, "features (expected: 131072 and 1048576)");
        byte[] weight = whole.clone();
        weight[whole.length - 9] ^= 1;
        assertRefused(weight, "another sum at its end");
        assertRefused(Arrays.copyOf(whole, whole.length / 2), "cut off after " + whole.length / 2 + " bytes");
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "another sum at its end");
        assertRefused(new byte[0], "cut off after 0 bytes");
        byte[] kinds = whole.clone();
        kinds[16] = 1;
        assertRefused(kinds, "classes (expected: 0..128)");
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad"), bytes);
        assertThatThrownBy(() -> TraitModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trait model " + file)
                .hasMessageContaining(message);
    }

    @Test
    void load_fileThatIsTooLarge_isNotRead() throws IOException {
        Path file = folder.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(TraitModelFile.BYTES_MAX + 1); // sparse
        }
        assertThatThrownBy(() -> TraitModel.load(file)).hasMessageContaining("bytes (expected: at most");
    }
}
