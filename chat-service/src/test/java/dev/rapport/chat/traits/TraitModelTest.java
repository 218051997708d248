package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.chat.traits.TraitModel.Example;
import dev.rapport.chat.turn.Trait;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model learns sentences that no rule knows, from examples of our own. */
class TraitModelTest {
    private static final List<String> THINGS =
            List.of("jazz", "pottery", "chess", "tennis", "baking", "poetry", "rowing", "opera", "archery", "sudoku");
    private static final List<String> TOWNS =
            List.of("Oslo", "Turin", "Ghent", "Cork", "Bergen", "Graz", "Lyon", "Porto", "Leeds", "Basel");

    private static final float SURE = 0.5f;

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
}
