package dev.rapport.chat.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.Trait.Cardinality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is pinned first, and what is not pinned at all. */
class ProfileTest {
    private static KnownTrait trait(String attribute, String value, int day, float confidence, int evidence) {
        return new KnownTrait(
                attribute,
                value,
                Turns.NOW.plus(Duration.ofDays(day)),
                "m_1",
                Cardinality.MULTIPLE,
                confidence,
                evidence);
    }

    private static List<String> pinned(KnownTrait... traits) {
        return Profile.of(List.of(traits)).stream().map(KnownTrait::value).toList();
    }

    @Test
    void of_twoThatWereOnlyImplied_pinsTheNewer() {
        assertThat(pinned(trait("instrument", "bassoon", 1, 0.5f, 1), trait("instrument", "dulcimer", 2, 0.5f, 1)))
                .containsExactly("dulcimer");
    }

    @Test
    void of_twoOfTheSameMessage_pinsBoth() {
        assertThat(pinned(trait("pet", "ferret", 1, 0.5f, 1), trait("pet", "tortoise", 1, 0.5f, 1)))
                .containsExactlyInAnyOrder("ferret", "tortoise");
    }

    @Test
    void of_saidInSoManyWords_orImpliedTwice_staysPinned() {
        assertThat(pinned(
                        trait("allergy", "peanuts", 1, 0.95f, 1),
                        trait("allergy", "okra", 2, 0.5f, 1),
                        trait("allergy", "celery", 3, 0.5f, 2),
                        trait("allergy", "lupin", 4, 0.5f, 1)))
                .containsExactlyInAnyOrder("peanuts", "celery", "lupin");
    }

    @Test
    void of_attributeThatMayWellHaveMany_pinsAll() {
        assertThat(pinned(trait("likes", "tea", 1, 0.5f, 1), trait("likes", "jazz", 2, 0.5f, 1)))
                .hasSize(2);
    }

    @Test
    void of_anyOrder_givesTheSame_identityFirstAndTastesLast() {
        List<KnownTrait> traits = new ArrayList<>(List.of(
                trait("likes", "tea", 9, 0.9f, 1),
                trait("favourite.tea", "oolong", 1, 0.9f, 1),
                trait("home", "Leeds", 2, 0.9f, 1),
                trait("name", "Ada", 1, 0.9f, 1),
                trait("family.sister.name", "Rosa", 1, 0.9f, 1),
                trait("likes", "jazz", 3, 0.9f, 1)));
        List<KnownTrait> first = Profile.of(traits);
        Collections.shuffle(traits, new Random(1));

        assertThat(Profile.of(traits)).isEqualTo(first);
        assertThat(first)
                .extracting(KnownTrait::value)
                .containsExactly("Ada", "Leeds", "Rosa", "oolong", "tea", "jazz");
    }
}
