package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Traits;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent, the work stays linear in what is read, and what comes out stays bounded and literal. */
@Timeout(value = 30, unit = TimeUnit.SECONDS) // a net only: the assertions count steps
class HostileInputTest {
    private static final int LONG = 1_000_000;

    private static final String FRAGMENTS =
            "I|my|we|I'm|I\u2019m|i dont|am|have|like|live in|work as a|called|named|a dog|two cats|"
                    + "my sister|favourite|tea|is|and|,|.|?|!|\n|\"|'|\u201c|\u201d|`|> |Berlin|Max|Paris, France|St.|7|years old|"
                    + "no longer|never|not|any more|allergic to|nuts|because|if|she|his name|call me|always answer|please|"
                    + "\ud83d\ude00|\ud83d|e\u0301|\u0130|they/them|3 May|from|to|want to be|of|the|:";

    @ParameterizedTest
    @MethodSource({"hostile", "hostileToHints"})
    void extract_hostileInput_stepsLinearAndOutputBounded(String message) {
        Work work = new Work();

        Traits traits = new TraitExtractor().extract(message, work);

        int read = Math.min(message.length(), TraitExtractor.LENGTH_MAX);
        assertThat(work.steps()).isLessThanOrEqualTo(Work.STEPS_PER_CHARACTER_MAX * read);
        assertThat(traits.traits()).hasSizeLessThanOrEqualTo(Findings.TRAITS_MAX);
        assertThat(traits.memorable()).hasSizeLessThanOrEqualTo(Memorable.LENGTH_MAX);
        assertThat(traits.traits()).allSatisfy(trait -> assertLiteral(trait, message));
    }

    static Stream<String> hostile() {
        return Stream.of(
                "a ".repeat(LONG / 2),
                "a".repeat(LONG),
                "i ".repeat(LONG / 2),
                "I am ".repeat(LONG / 5),
                "I have ".repeat(LONG / 7),
                "my my favourite ".repeat(LONG / 16),
                "i like tea and ".repeat(LONG / 15),
                "I like " + "tea, ".repeat(LONG / 5),
                "I am not not not really really ".repeat(LONG / 31),
                "my sister my brother ".repeat(LONG / 21),
                "'\"\u201c\u2018\u00ab\u201e`".repeat(LONG / 7),
                "\" ' \u201c \u2018 \u00ab ".repeat(LONG / 10),
                " 'a".repeat(LONG / 3),
                "```".repeat(LONG / 3),
                "> ".repeat(LONG / 2),
                "\n".repeat(LONG),
                ". ".repeat(LONG / 2),
                "?!".repeat(LONG / 2),
                "a.b.c.".repeat(LONG / 6),
                "www.".repeat(LONG / 4),
                "e\u0301\u0302\u0303".repeat(LONG / 4),
                "I like te\u0301\u0302a ".repeat(LONG / 14),
                "\ud800".repeat(LONG),
                "\udc00\ud800 I like ".repeat(LONG / 10),
                "\ud83d\ude00".repeat(LONG / 2),
                "I like \ud83d\ude00 ".repeat(LONG / 10),
                "\u0130'm ".repeat(LONG / 4),
                "\u200b\u200d\ufeff".repeat(LONG / 3),
                "\u0000\u0001".repeat(LONG / 2),
                "so I am, ".repeat(LONG / 9),
                "I am so and so and so ".repeat(LONG / 22),
                "I have two and am so and have so; ".repeat(LONG / 34),
                "I like tea and like tea and like tea; ".repeat(LONG / 38),
                "my sister is so and is so and is so, ".repeat(LONG / 37),
                "if if if i ".repeat(LONG / 11),
                "from now on ".repeat(LONG / 12),
                "call me call me ".repeat(LONG / 16),
                "1.1,1:1/1".repeat(LONG / 9));
    }

    /** For the rules that read what is only implied, and texts that are none. */
    static Stream<String> hostileToHints() {
        return Stream.of(
                "",
                "a",
                "\ud83d",
                "harp ".repeat(LONG / 5),
                "my harp ".repeat(LONG / 8),
                "I feed the ferret and my sister the harp, ".repeat(LONG / 43),
                "my throat swells from okra because my boss Ann is my brother in Rome ".repeat(LONG / 70),
                "Ann is my boss and Bob ".repeat(LONG / 23),
                "\u05d0\u05e0\u05d9 \u05d2\u05e8 my harp \u0641\u064a ".repeat(LONG / 20),
                "\u202emy harp\u202c ".repeat(LONG / 10),
                "\u6771\u4eac\u306b\u4f4f\u3093\u3067\u3044\u307e\u3059".repeat(LONG / 10),
                "int x = my.harp(); // I play\n".repeat(LONG / 29),
                "SGVsbG8sIHdvcmxkIQ==".repeat(LONG / 20),
                "\ud83e\udd96".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource({"hostile", "hostileToHints"})
    void style_hostileInput_isBounded(String message) {
        Style style = TraitExtractor.style(message);

        assertThat(style.words()).isBetween(0, TraitExtractor.STYLE_LENGTH_MAX);
        assertThat(style.emoji()).isBetween(0, TraitExtractor.STYLE_LENGTH_MAX);
        assertThat(style.formality()).isBetween(0f, 1f);
    }

    @Test
    void extract_moreThanIsRead_theRestTeachesNothing() {
        String message = "x ".repeat(TraitExtractor.LENGTH_MAX / 2) + "I live in Berlin.";

        assertThat(new TraitExtractor().extract(message).traits()).isEmpty();
    }

    @Test
    void extract_cutInsideSurrogatePair_noFailure() {
        String message = "x".repeat(TraitExtractor.LENGTH_MAX - 1) + "\ud83d\ude00";

        assertThat(new TraitExtractor().extract(message).traits()).isEmpty();
    }

    @Test
    void extract_valueTooLong_notKept() {
        String message = "My name is " + "A".repeat(60) + ' ' + "B".repeat(60);

        assertThat(new TraitExtractor().extract(message).traits())
                .allSatisfy(trait -> assertThat(trait.value()).hasSizeLessThanOrEqualTo(Findings.VALUE_LENGTH_MAX));
    }

    @Test
    void extract_randomFragments_valuesAreLiteralAndResultRepeats() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        List<String> fragments = List.of(FRAGMENTS.split("[|]", -1));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder message = new StringBuilder();
            int length = 1 + random.nextInt(14);
            for (int j = 0; j < length; j++) {
                message.append(fragments.get(random.nextInt(fragments.size())))
                        .append(random.nextInt(8) == 0 ? "" : " ");
            }
            String text = message.toString();

            Traits traits = new TraitExtractor().extract(text);

            assertThat(traits.traits())
                    .as("seed %d, message %s", seed, text)
                    .allSatisfy(trait -> assertLiteral(trait, text));
            assertThat(new TraitExtractor().extract(text))
                    .as("seed %d, message %s", seed, text)
                    .isEqualTo(traits);
        }
    }

    private static void assertLiteral(Trait trait, String message) {
        assertThat(message.contains(trait.value()))
                .as("value %s is part of the message", trait.value())
                .isTrue();
        assertThat(trait.value()).isNotBlank().isEqualTo(trait.value().strip());
        assertThat(trait.value().length()).isLessThanOrEqualTo(Findings.VALUE_LENGTH_MAX);
        assertThat(trait.attribute()).matches("[a-z]+([.][a-z-]+)*");
    }
}
