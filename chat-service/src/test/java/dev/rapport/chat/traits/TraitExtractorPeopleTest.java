package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Cardinality;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Those around the user, what they may not eat, what is over, and their standing wishes. */
class TraitExtractorPeopleTest {

    @ParameterizedTest
    @MethodSource({"pets", "family", "partner", "body", "endings", "instructions", "mixed"})
    void extract_statement_allItsTraitsAndNoOther(String message, List<String> expected) {
        assertThat(Rows.extract(message)).as(message).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<Arguments> pets() {
        return Rows.of("""
                I have a dog. => pet=dog
                I have a dog called Max. => pet=dog; pet.dog.name=Max
                I have a cat named Miso and a parrot. => pet=cat; pet.cat.name=Miso
                I've got two cats, Tom and Miso. => pet=two cats; pet.cat.name=Tom; pet.cat.name=Miso
                I have a dog and two cats. => pet=dog; pet=two cats
                My dog's name is Rex. => pet=dog; pet.dog.name=Rex
                I have a pet iguana called Spike. => pet=pet iguana; pet.iguana.name=Spike
                My pet snake Monty is 3. => pet=snake; pet.snake.name=Monty; pet.snake.age=3
                My dog died last year. => -pet=dog
                We have a dog, Rex, and a cat, Luna. => pet=dog; pet.dog.name=Rex; pet=cat; pet.cat.name=Luna
                My dog Rex is 7 years old. => pet=dog; pet.dog.name=Rex; pet.dog.age=7
                My cat is called Miso. => pet=cat; pet.cat.name=Miso
                I have a hamster. His name is Bob. => pet=hamster; pet.hamster.name=Bob
                We adopted a puppy. => pet=puppy
                I own three horses. => pet=three horses
                """);
    }

    static Stream<Arguments> family() {
        return Rows.of("""
                My sister lives in Porto. => family=sister; family.sister.home=Porto
                My brother Tom works as a cook. => family=brother; family.brother.name=Tom; family.brother.job=cook
                my brother tom works as a cook => family=brother; family.brother.name=tom; family.brother.job=cook
                My daughter is 7. => family=daughter; family.daughter.age=7
                My daughter just turned 8. => family=daughter; family.daughter.age=8
                My mum is a teacher. => family=mum; family.mother.job=teacher
                My dad works at Fiat. => family=dad; family.father.employer=Fiat
                My older sister lives in Rome. => family=sister; family.older-sister.home=Rome
                My mother-in-law speaks Polish. => family=mother-in-law; family.mother-in-law.language=Polish
                My father in law is from Naples. => family=father in law; family.father-in-law.origin=Naples
                My sister's name is Clara. => family=sister; family.sister.name=Clara
                My son, Emil, is 4 years old. => family=son; family.son.name=Emil; family.son.age=4
                My son's birthday is on 9 June. => family=son; family.son.birthday=9 June
                My aunt is allergic to cats. => family=aunt; family.aunt.allergy=cats
                My cousin lives in Malmö and works as a chef. => family=cousin; family.cousin.home=Malmö; family.cousin.job=chef
                My niece is vegan. => family=niece; family.niece.diet=vegan
                My brother no longer lives in Kyiv. => family=brother; -family.brother.home=Kyiv
                My uncle moved to Perth. => family=uncle; family.uncle.home=Perth
                I have a sister. She lives in Porto. => family=sister; family.sister.home=Porto
                I have two brothers and a sister. => family=two brothers; family=sister
                My kids are 4 and 6. => family=kids
                My dad and brother are fishing. => family=dad; family=brother
                I have two kids. => children=two kids
                We have three children. => children=three children
                I have a daughter named Ida. => children=daughter; family.daughter.name=Ida
                """);
    }

    static Stream<Arguments> partner() {
        return Rows.of("""
                My wife is a surgeon. => partner=wife; partner.job=surgeon
                My husband Luca likes cycling. => partner=husband; partner.name=Luca; partner.likes=cycling
                I have a girlfriend. => partner=girlfriend
                My partner's name is Kim. => partner=partner; partner.name=Kim
                I broke up with my girlfriend. => -partner=girlfriend
                My wife and kids love the beach. => partner=wife; family=kids
                My boyfriend lives in Utrecht. => partner=boyfriend; partner.home=Utrecht
                """);
    }

    static Stream<Arguments> body() {
        return Rows.of("""
                I'm vegan. => diet=vegan
                I am a vegetarian. => diet=vegetarian
                I don't eat meat. => diet=don't eat meat
                I never eat pork. => diet=never eat pork
                I don’t drink alcohol. => diet=don’t drink alcohol
                I only eat halal. => diet=halal
                I'm on a gluten-free diet. => diet=gluten-free diet
                I can't eat gluten. => diet=can't eat gluten
                I'm allergic to peanuts. => allergy=peanuts
                I am allergic to peanuts and shellfish. => allergy=peanuts; allergy=shellfish
                I have an allergy to pollen. => allergy=pollen
                I'm lactose-intolerant. => diet=lactose-intolerant
                I have asthma. => health=asthma
                I have type 2 diabetes. => health=diabetes
                I'm diabetic. => health=diabetic
                """);
    }

    static Stream<Arguments> endings() {
        return Rows.of("""
                I no longer work at Siemens. => -employer=Siemens
                I don't work at Siemens anymore. => -employer=Siemens
                I don't have a dog. => -pet=dog
                I have no pets. => -pet=pets
                I don't have any children. => -children=children
                I'm not vegan anymore. => -diet=vegan
                I am no longer vegan. => -diet=vegan
                I used to live in Texas. => -home=Texas
                I don't live in Paris any more, I moved to Nice. => -home=Paris; home=Nice
                I'm not a nurse any more. => -job=nurse
                I stopped playing chess. => -hobby=playing chess
                I'm not married. => -relationship=married
                I'm not allergic to nuts. => -allergy=nuts
                I'm not from Spain, I'm from Chile. => origin=Chile
                """);
    }

    static Stream<Arguments> instructions() {
        return Rows.of("""
                Always answer in German. => instruction=Always answer in German
                Please always answer in German. => instruction=always answer in German
                Please keep your answers short. => instruction=keep your answers short
                From now on, use metric units. => instruction=From now on, use metric units
                Never use emojis! => instruction=Never use emojis
                Please don't use emojis. => instruction=don't use emojis
                Stop using emojis please. => instruction=Stop using emojis
                Answer in French. => instruction=Answer in French
                From now on answer in Spanish please. => instruction=From now on answer in Spanish
                Can you always answer in Spanish? => instruction=always answer in Spanish
                In future, please don't use bullet points. => instruction=In future, please don't use bullet points
                No emojis please. => instruction=No emojis
                Please call me Dr. Jones. => name=Dr. Jones
                Be concise. => instruction=Be concise
                I prefer short answers. => instruction=short answers
                I like detailed explanations. => instruction=detailed explanations
                Don't call me Maxi. => -name=Maxi
                """);
    }

    static Stream<Arguments> mixed() {
        return Rows.of("""
                Suggest a recipe, I'm vegan. => diet=vegan
                Recommend a restaurant because I'm allergic to fish. => allergy=fish
                I'm vegan, what should I cook tonight? => diet=vegan
                I live in Porto, where do you live? => home=Porto
                Remember that I'm allergic to nuts. => allergy=nuts
                Please remember my daughter is 7. => family=daughter; family.daughter.age=7
                What's up? I live in Kyoto. => home=Kyoto
                Never mind, I live in Rome. => home=Rome
                As a nurse, I work long hours. => job=nurse
                You can call me Sam, I'm from Kent. => name=Sam; origin=Kent
                I quit my job at Nokia. => -employer=Nokia
                Not vegan anymore btw => -diet=vegan
                I have been diagnosed with ADHD. => health=ADHD
                I just moved to Berlin from Madrid, working as a cook. => home=Berlin; job=cook
                I am a 28 year old guy from Ohio. => age=28; gender=guy; origin=Ohio
                I'm Anna, 29, from Hamburg => name=Anna; age=29; origin=Hamburg
                Gardening is my passion. => hobby=Gardening
                That's why I want to be a teacher. => goal=teacher
                I'm a backend engineer using Java, and I prefer short answers. => job=backend engineer; instruction=short answers
                Thanks! I work as a vet, by the way. => job=vet
                I like tea 🍵 and I live in Izmir 🌊 => likes=tea; home=Izmir
                """);
    }

    @Test
    void extract_wordOfTheClosedList_cardinalityIsTheAttributes() {
        List<Trait> traits = new TraitExtractor()
                .extract("I live in Rome. I like tea. I have a dog called Max. My sister lives in Bari.")
                .traits();

        assertThat(traits)
                .extracting(trait -> trait.attribute() + ' ' + trait.cardinality())
                .containsExactly(
                        "home " + Cardinality.SINGLE,
                        "likes " + Cardinality.MULTIPLE,
                        "pet " + Cardinality.MULTIPLE,
                        "pet.dog.name " + Cardinality.MULTIPLE,
                        "family " + Cardinality.MULTIPLE,
                        "family.sister.home " + Cardinality.SINGLE);
    }

    @Test
    void extract_linesWithoutMarks_eachIsASentence() {
        assertThat(Rows.extract("I live in Berlin\nI like tea\n- I have a cat"))
                .containsExactly("home=Berlin", "likes=tea", "pet=cat");
    }

    @Test
    void extract_sameFactTwice_foundOnce() {
        assertThat(Rows.extract("I live in Berlin. Yes, I live in BERLIN!")).containsExactly("home=Berlin");
    }
}
