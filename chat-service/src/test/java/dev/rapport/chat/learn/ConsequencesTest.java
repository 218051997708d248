package dev.rapport.chat.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import dev.rapport.memory.Fact;
import dev.rapport.memory.Lesson;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsequencesTest {
    private static Trait trait(String attribute, String value) {
        return new Trait(attribute, value, Cardinality.MULTIPLE, Polarity.AFFIRMED, 0.9f);
    }

    private static Trait no(String attribute, String value) {
        return new Trait(attribute, value, Cardinality.MULTIPLE, Polarity.DENIED, 0.9f);
    }

    private static Set<String> of(Trait told, String... known) {
        List<KnownTrait> held = Arrays.stream(known)
                .map(text -> text.split("=", 2))
                .map(pair -> new KnownTrait(pair[0], pair[1], Turns.NOW, "m_1"))
                .toList();
        Set<String> texts = new TreeSet<>();
        Consequences.of(List.of(told), held, Lesson.FACTS_MAX)
                .forEach(trait -> texts.add(
                        (trait.polarity() == Polarity.DENIED ? "-" : "+") + trait.attribute() + '=' + trait.value()));
        return texts;
    }

    @Test
    void of_like_endsTheEqualDislikeAlone() {
        assertThat(of(trait("likes", "Coriander"), "dislikes=coriander", "dislikes=coriander seeds"))
                .containsExactly("+likes=Coriander", "-dislikes=coriander");
    }

    @Test
    void of_dislike_endsTheEqualLikeAndHobby() {
        assertThat(of(trait("dislikes", "sailing"), "likes=sailing", "hobby=Sailing", "likes=tea"))
                .containsExactly("+dislikes=sailing", "-hobby=Sailing", "-likes=sailing");
    }

    @Test
    void of_denialOfOne_leavesSeveralUntouched() {
        assertThat(of(no("pet", "cat"), "pet=two cats")).containsExactly("-pet=cat");
        assertThat(of(no("pet", "cat"), "pet=black cat", "pet=dog")).containsExactly("-pet=black cat", "-pet=cat");
        assertThat(of(no("pet", "cats"), "pet=two cats")).containsExactly("-pet=cats", "-pet=two cats");
    }

    @Test
    void of_aMentionOfWhatIsKnownMoreExactly_addsNothing() {
        assertThat(of(trait("pet", "cat"), "pet=two cats")).containsExactly("+pet=two cats");
        assertThat(of(trait("pet", "dog"), "pet=two cats")).containsExactly("+pet=dog");
    }

    @Test
    void of_dietThatGoesWithTheOther_staysBesideIt() {
        assertThat(of(trait("diet", "gluten-free"), "diet=vegan")).containsExactly("+diet=gluten-free");
        assertThat(of(trait("diet", "vegan"), "diet=vegetarian", "diet=gluten-free"))
                .containsExactly("+diet=vegan", "-diet=vegetarian");
    }

    @Test
    void of_singleAgain_endsPartnerAndWhatIsKnownOfThem() {
        assertThat(of(trait("relationship", "divorced"), "partner=wife", "partner.name=Freja", "home=Oslo"))
                .containsExactly("+relationship=divorced", "-partner.name=Freja", "-partner=wife");
    }

    @Test
    void facts_moreIsEndedThanALessonHolds_theNewTraitIsNotCut() {
        Trait single = new Trait("relationship", "single", Cardinality.SINGLE, Polarity.AFFIRMED, 0.9f);
        List<KnownTrait> known = IntStream.range(0, 2 * Lesson.FACTS_MAX)
                .mapToObj(i -> new KnownTrait("partner.likes", "thing " + i, Turns.NOW, "m_1"))
                .toList();

        List<Fact> facts = Learn.facts(List.of(single), known);

        assertThat(facts).hasSize(Lesson.FACTS_MAX);
        assertThat(facts.getLast().attribute()).isEqualTo("relationship");
    }

    @Test
    void facts_twentyAreEnded_eachIsDeniedOnceAsItIsHeld() {
        List<KnownTrait> known = IntStream.range(0, 20)
                .mapToObj(i -> new KnownTrait("pet.dog.name", "Rex " + i, Turns.NOW, "m_1"))
                .toList();

        List<Fact> facts = Learn.facts(List.of(no("pet", "dog")), known);

        assertThat(facts).hasSize(21).allMatch(Fact::denied).noneMatch(Fact::single);
    }

    @Test
    void sensitive_healthOriginAndLove_areFlagged_othersNot() {
        for (String attribute : List.of("health", "family.sister.health", "partner.name", "nationality", "diet")) {
            assertThat(new KnownTrait(attribute, "x", Turns.NOW, "m_1").sensitive())
                    .as(attribute)
                    .isTrue();
        }
        for (String attribute : List.of("home", "pet.dog.name", "likes", "favourite.diet-coke")) {
            assertThat(new KnownTrait(attribute, "x", Turns.NOW, "m_1").sensitive())
                    .as(attribute)
                    .isFalse();
        }
    }
}
