package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.Trait.Cardinality;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraitAttributesTest {
    @ParameterizedTest
    @CsvSource({
        "home, SINGLE",
        "likes, MULTIPLE",
        "style, SINGLE",
        "favourite.colour, SINGLE",
        "family.sister.home, SINGLE",
        "family.sister.likes, MULTIPLE",
        "partner.name, SINGLE",
        "pet, MULTIPLE",
        "pet.dog.name, MULTIPLE",
        "pet.dog.age, MULTIPLE"
    })
    void cardinality_ofAKnownAttribute_isThatOfItsLastPart_butOfPetsThereMayBeTwo(
            String attribute, Cardinality expected) {
        assertThat(TraitAttributes.cardinality(attribute)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Home",
                "shoe",
                "favourite",
                "favourite.",
                "favourite.ärger",
                "home.home",
                "family..home",
                "family.sister.shoe"
            })
    void cardinality_ofAnythingElse_isNone(String attribute) {
        assertThat(TraitAttributes.cardinality(attribute)).isEmpty();
    }
}
