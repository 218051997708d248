package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that are easily taken for others, each beside one that is what it seems: each row names all traits that must be
 * found, and no other may be.
 */
class MisreadingTest {

    @ParameterizedTest
    @MethodSource({"calls", "genitives", "newcomers", "doubts", "speakers", "heads", "said"})
    void extract_statement_allItsTraitsAndNoOther(String message, List<String> expected) {
        assertThat(Rows.extract(message)).as(message).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<Arguments> calls() {
        return Rows.of("""
                My dentist will call me Tuesday. =>
                Can you remind him to call me Monday? =>
                They will call me Monday. =>
                Call me Friday. =>
                Call me asap. =>
                Call me Jan 5. =>
                Call me Jan. => name=Jan
                Please never call me Bob. => -name=Bob; instruction=never call me Bob
                Never ever call me Bobby. => -name=Bobby; instruction=Never ever call me Bobby
                You can't call me Bobby. => -name=Bobby
                My boss won't call me Max. =>
                If you call me Max again, I will leave. =>
                If they call me Max again I will leave. =>
                When people call me Max I frown. =>
                Why do people call me Max? =>
                Nobody calls me Max. =>
                My friends used to call me Lou. =>
                My boss calls me Slowpoke. =>
                My kids call me Dad. => family=kids
                She says you can call me Max. =>
                Everyone at work calls me Lou. => name=Lou
                Most people call me Lou. => name=Lou
                My name is Robert but everybody calls me Bob. => name=Robert; name=Bob
                I'm Robert, but call me Bob. => name=Robert; name=Bob
                I'd like you to call me Max. => name=Max
                I don't want you to call me Max. =>
                Feel free to call me Max. => name=Max
                Can you please call me Max? => name=Max
                You can just call me Max. => name=Max
                If you like, call me Max. => name=Max
                """);
    }

    static Stream<Arguments> genitives() {
        return Rows.of("""
                My daughter's teacher is great. => family=daughter
                I met my daughter's teacher. => family=daughter
                My wife's boss is a jerk. => partner=wife
                My sister's 5 year old daughter can read. => family=sister
                My brother's vegan girlfriend can cook. => family=brother
                My daughter's 7. => family=daughter; family.daughter.age=7
                My daughter's 7 years old. => family=daughter; family.daughter.age=7
                My sister's a teacher. => family=sister; family.sister.job=teacher
                My brother's vegan. => family=brother; family.brother.diet=vegan
                My brother's vegan and lives in Rome. => family=brother; family.brother.diet=vegan; family.brother.home=Rome
                My sister's married now. => family=sister; family.sister.relationship=married
                My mother's diabetes is bad. => family=mother; family.mother.health=diabetes
                My dad's from Naples. => family=dad; family.father.origin=Naples
                """);
    }

    static Stream<Arguments> newcomers() {
        return Rows.of("""
                My sister visited. Our neighbour Eva came too, she lives in Lisbon. => family=sister
                My sister visited. Eva came too, she lives in Lisbon. => family=sister
                My sister visited. Do you know Eva? She lives in Lisbon. => family=sister
                My sister visited with a friend. She lives in Lisbon. => family=sister
                My sister's boss is ill. She lives in Lisbon. => family=sister
                I have a sister and a friend. She lives in Lisbon. => family=sister
                My sister visited. She lives in Lisbon. => family=sister; family.sister.home=Lisbon
                My sister Eva visited. Eva is fun. She lives in Lisbon. => family=sister; family.sister.name=Eva; family.sister.home=Lisbon
                I have a daughter named Ida. Ida is fun. She lives in Lisbon. => children=daughter; family.daughter.name=Ida; family.daughter.home=Lisbon
                My sister is a good friend. She lives in Lisbon. => family=sister; family.sister.home=Lisbon
                My sister and her husband visited. She lives in Lisbon. => family=sister; family.sister.home=Lisbon
                My wife's a nurse and she's vegan. => partner=wife; partner.job=nurse; partner.diet=vegan
                My sister has friends in Berlin. She lives in Lisbon. => family=sister; family.sister.home=Lisbon
                """);
    }

    static Stream<Arguments> doubts() {
        return Rows.of("""
                Not that I'm vegan, but I like tofu. => likes=tofu
                It's not like I'm vegan. =>
                I'm not sure I'm allergic to peanuts. =>
                I'm not entirely sure that I'm allergic to peanuts. =>
                It's not true that I'm vegan. =>
                I don't know that I'm allergic to nuts. =>
                I doubt I'm allergic to nuts. =>
                No doubt I'm allergic to nuts. => allergy=nuts
                She doesn't know that I'm pregnant. => health=pregnant
                Neither my sister nor I am vegan. => family=sister
                Neither my sister nor my brother is vegan. => family=sister; family=brother
                My doctor suspects I'm diabetic. =>
                My mother insists I'm vegan. => family=mother
                I hope I'm pregnant. =>
                She talks as though I'm diabetic. =>
                Even though I'm diabetic, I love cake. => health=diabetic; likes=cake
                Bring some in case I'm vegan by then. =>
                In that case I prefer tea. => likes=tea
                I will move once I'm married. =>
                They let me in provided I'm vegan. =>
                """);
    }

    static Stream<Arguments> speakers() {
        return Rows.of("""
                Ana: I'm vegan. =>
                [10:32] Ana Silva: I'm allergic to nuts =>
                Ana: my dog died =>
                Note: I'm vegan. => diet=vegan
                PS: I'm vegan. => diet=vegan
                Context: I'm vegan. => diet=vegan
                Fun fact: I'm vegan. => diet=vegan
                Fun Fact: I'm vegan. => diet=vegan
                Honestly: I'm vegan. => diet=vegan
                """);
    }

    static Stream<Arguments> heads() {
        return Rows.of("""
                I have a diabetic friend. =>
                I'm a cancer researcher. => job=cancer researcher
                I'm a vegan chef. => job=vegan chef
                My sister is a cancer researcher. => family=sister; family.sister.job=cancer researcher
                I'm a vegan guy. => diet=vegan guy
                I have bipolar disorder. => health=bipolar disorder
                I have diabetes type 2. => health=diabetes type 2
                I'm on a vegan diet. => diet=vegan diet
                """);
    }

    static Stream<Arguments> said() {
        return Rows.of("""
                I had a nightmare that my dog died. =>
                I dreamt my dog died. =>
                I had a bad dream last night in which my dog died. =>
                I thought my dog died. => pet=dog
                She said my name is ugly. =>
                Leo claims my favourite band is Abba. =>
                I hope my sister is vegan. => family=sister
                My vet says my cat Miso is fat. => pet=cat; pet.cat.name=Miso
                She says my Audi is ugly. => vehicle=Audi
                I said my name is Max. => name=Max
                I was sad when my dog died. => -pet=dog
                My dream is to open a bakery. => goal=open a bakery
                My commute is a nightmare and I live in Kent. => home=Kent
                """);
    }
}
