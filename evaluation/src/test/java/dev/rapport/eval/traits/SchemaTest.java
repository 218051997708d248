package dev.rapport.eval.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static Trait trait(String attribute, Polarity polarity) {
        return new Trait(attribute, "x", Cardinality.MULTIPLE, polarity, 0.9f);
    }

    @Test
    void same_denied_answersOnlyTheLabelOfWhatOneHasNot() {
        assertThat(Schema.same("have_no", trait("pet", Polarity.DENIED))).isTrue();
        assertThat(Schema.same("have_no", trait("pet", Polarity.AFFIRMED))).isFalse();
        assertThat(Schema.same("pet", trait("pet", Polarity.DENIED))).isFalse();
        assertThat(Schema.same("pet", trait("pet", Polarity.AFFIRMED))).isTrue();
    }

    @Test
    void same_detailOfAPet_isItsNameAndNoPet() {
        assertThat(Schema.same("name", trait("pet.dog.name", Polarity.AFFIRMED)))
                .isTrue();
        assertThat(Schema.same("pet", trait("pet.dog.name", Polarity.AFFIRMED))).isFalse();
        assertThat(Schema.same("like_other", trait("favourite.colour", Polarity.AFFIRMED)))
                .isTrue();
    }

    @Test
    void isOutput_closedLike_isNone_butWhatOneHasNotIs() {
        assertThat(Schema.isOutput(trait("likes", Polarity.DENIED))).isFalse();
        assertThat(Schema.isOutput(trait("vehicle", Polarity.DENIED))).isTrue();
        assertThat(Schema.isOutput(trait("likes", Polarity.AFFIRMED))).isTrue();
    }

    @Test
    void example_labelThatTheServiceHasNoAttributeFor_isOneOfNothing() {
        Utterance cult = new Utterance("she is in a cult .", "belief", "belief", "cult");
        assertThat(Schema.has("belief")).isFalse();
        assertThat(Schema.example(cult).attribute()).isEmpty();
    }

    @Test
    void example_relation_decidesBeforeTheLabel() {
        Utterance company = new Utterance("i work for google .", "employed_by_company", "job", "google");
        assertThat(Schema.example(company).attribute()).isEqualTo("employer");
    }
}
