package dev.rapport.llm.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.llm.LlmRequest.Evidence;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalResponderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TOLD = Instant.parse("2026-11-21T09:00:00Z");
    private static final String WHEN = " You told me so on 21 November 2026.";
    private static final String UNKNOWN = "I do not remember that yet. Tell me, and I will.";

    /** The second memory of each row is there to be passed over. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        Where does my sister live?        | My sister lives in Porto.              | I live in Graz.                      | Your sister lives in Porto.
        where does my sister live         | I live in Graz.                        | My sister lives in Porto.            | Your sister lives in Porto.
        Where do I live?                  | My sister lives in Porto.              | I live in Graz.                      | You live in Graz.
        Where do I live?                  | I moved to Berlin last year            | My brother lives in Rome.            | You moved to Berlin last year.
        What is my name?                  | My name is Ada.                        | My sister's name is Eva.             | Your name is Ada.
        What's my name?                   | My sister's name is Eva.               | I'm Ada.                             | You're Ada.
        What am I called?                 | Call me Sam, please.                   | I like calls.                        | I may call you Sam, please.
        Do you remember my name?          | You can call me Sam.                   | I am tired.                          | I may call you Sam.
        Where do I work?                  | I work at Siemens.                     | My wife works at the hospital.       | You work at Siemens.
        Where do I work?                  | My job is at the zoo in Vienna.        | I like Vienna.                       | Your job is at the zoo in Vienna.
        Where does my wife work?          | I work at Siemens.                     | My wife works at the hospital.       | Your wife works at the hospital.
        What am I allergic to?            | I'm allergic to peanuts.               | I like peanut butter cups.           | You're allergic to peanuts.
        What am I allergic to?            | I have a peanut allergy.               | My son is allergic to cats.          | You have a peanut allergy.
        Am I allergic to anything?        | Remember that I am allergic to nuts.   | I am tall.                           | You are allergic to nuts.
        What do I like?                   | I love hiking in the Alps.             | I work at Siemens.                   | You love hiking in the Alps.
        Do I have pets?                   | I have a dog named Rex.                | I have a car.                        | You have a dog named Rex.
        Do I have any pets?               | My cat is called Miez.                 | My car is red.                       | Your cat is called Miez.
        What is my dog called?            | I have a dog named Rex.                | My cat is called Miez.               | You have a dog named Rex.
        What's my dog's name?             | My dog is ill.                         | My dog Rex is two.                   | Your dog Rex is two.
        What is the name of my sister?    | My sister lives in Porto.              | Eva is my sister.                    | Eva is your sister.
        How old is my daughter?           | My daughter plays football.            | My daughter is seven.                | Your daughter is seven.
        How old is my daughter?           | My son is 9.                           | My daughter Mia turned 7 in May.     | Your daughter Mia turned 7 in May.
        When is my birthday?              | I was born on 3 May 1990.              | I was late again.                    | You were born on 3 May 1990.
        When was I born?                  | My birthday is on 3 May.               | My son's birthday is on 4 June.      | Your birthday is on 3 May.
        Who is my boss?                   | My boss is called Petra.               | I like my team.                      | Your boss is called Petra.
        Which tea did I like?             | I like oolong tea best.                | I like hiking.                       | You like oolong tea best.
        Can you tell me where I parked?   | I parked the car on level 3.           | I live on level 2.                   | You parked the car on level 3.
        Tell me where my passport is      | My passport is in the top drawer.      | My keys are on the hook.             | Your passport is in the top drawer.
        Hi, where does my sister live?    | My sister lives in Porto.              | I have a sister.                     | Your sister lives in Porto.
        Where does Anna live?             | My sister Anna lives in Porto.         | I live in Graz.                      | Your sister Anna lives in Porto.
        Do I have siblings?               | I have two brothers.                   | I have two cars.                     | You have two brothers.
        What languages do I speak?        | I speak German and Spanish.            | My wife speaks French.               | You speak German and Spanish.
        What is my favourite colour?      | My sister's favourite colour is red.   | My favorite color is green.          | Your favorite color is green.
        What is my sister's dog called?   | My dog is called Rex.                  | My sister's dog is called Bo.        | Your sister's dog is called Bo.
        What car do I drive?              | My father drives a Fiat car.           | I drive an old Saab.                 | You drive an old Saab.
        Where did I go to school?         | I went to school in Linz.              | I hated school.                      | You went to school in Linz.
        What do I hate?                   | I hate coriander.                      | I like tea.                          | You hate coriander.
        My knee hurts. What did my doctor say about my knee? | My doctor says my knee needs rest. | My knee is red. | Your doctor says your knee needs rest.
        """)
    void respond_question_saysTheMemoryThatAnswersIt(String question, String first, String second, String said) {
        assertThat(ask(question, first, second)).isEqualTo(said + WHEN);
    }

    @ParameterizedTest(name = "{0} / {1}")
    @CsvSource(delimiter = '|', textBlock = """
        Where does my sister live?     | I live in Graz.
        Where does my sister live?     | My sister plays the piano.
        Where do I live?               | My sister lives in Porto.
        What is my name?               | My sister's name is Eva.
        How old is my daughter?        | My daughter plays football.
        When is my birthday?           | My wife's birthday is on 3 May.
        Do I like coffee?              | I like tea.
        Do I have a brother?           | My sister lives in Porto.
        What is my dog called?         | My cat is called Miez.
        What am I allergic to?         | I work at Siemens.
        What did I have for breakfast? | Do I like eggs?
        """)
    void respond_nothingRecalledAnswers_saysSo(String question, String memory) {
        assertThat(ask(question, memory)).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        hi                                      | Hello! I remember what you tell me. Tell me something about yourself, or ask me about something you told me before.
        Good morning!                           | Hello! I remember what you tell me. Tell me something about yourself, or ask me about something you told me before.
        Thanks a lot!                           | You are welcome.
        bye                                     | Goodbye.
        ok                                      | All right.
        ???                                     | All right.
        What do you know about me?              | I do not remember anything about you yet. Tell me something, and I will.
        What is the capital of France?          | I cannot answer that: without a model I only know what you told me, and nothing of that fits.
        Write a poem                            | I cannot answer that: without a model I only know what you told me, and nothing of that fits.
        My sister lives in Porto.               | Noted: your sister lives in Porto.
        Remember that my sister lives in Porto  | Noted: your sister lives in Porto.
        I'm Ada. I live in Graz.                | Noted: you're Ada; you live in Graz.
        By the way, Eva is my sister!           | Noted: Eva is your sister.
        Please remember: the code is 4711       | Noted: the code is 4711.
        """)
    void respond_noMemory_isShortAndPlain(String message, String reply) {
        assertThat(ask(message)).isEqualTo(reply);
    }

    @Test
    void respond_severalOfOneKind_listsAtMostThree() {
        assertThat(ask(
                        "What do I like?",
                        "I like tea.",
                        "I love hiking.",
                        "I work at Siemens.",
                        "I enjoy Bach.",
                        "I like mud."))
                .isEqualTo("""
                        I remember this:
                        - You like tea. (You told me so on 21 November 2026.)
                        - You love hiking. (You told me so on 21 November 2026.)
                        - You enjoy Bach. (You told me so on 21 November 2026.)""");
    }

    @Test
    void respond_memoryOfSeveralSentences_saysTheOneThatAnswers() {
        assertThat(ask("Where does my sister live?", "I work at St. Mary's. My sister lives in Porto. She likes it."))
                .isEqualTo("Your sister lives in Porto." + WHEN);
    }

    @Test
    void respond_whatDoYouKnow_listsTheFirstMemories() {
        assertThat(ask("What do you remember about me?", "I like tea.")).isEqualTo("You like tea." + WHEN);
    }

    @Test
    void respond_highScoreWithoutCommonWord_answers() {
        List<Evidence> evidence = List.of(new Evidence("I commute by tram.", TOLD, 0.7f));

        assertThat(LocalResponder.respond("How do I travel in the morning?", evidence, NOW, ZoneOffset.UTC))
                .isEqualTo("You commute by tram." + WHEN);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T11:59:30Z, UTC, just now",
        "2026-11-23T12:00:30Z, UTC, just now",
        "2026-11-23T00:10:00Z, UTC, earlier today",
        "2026-11-22T23:50:00Z, UTC, yesterday",
        "2026-11-22T23:50:00Z, Europe/Vienna, earlier today",
        "2026-11-21T23:50:00Z, UTC, on 21 November 2026",
        "2025-05-03T08:00:00Z, UTC, on 3 May 2025"
    })
    void phrase_timeOfTelling_isSaidAsPeopleDo(String told, String zone, String phrase) {
        assertThat(ToldAt.phrase(Instant.parse(told), NOW, ZoneId.of(zone))).isEqualTo(phrase);
    }

    @Test
    void respond_longMessage_endsInTimeAndIsShort() {
        String said = ask("My sister said " + "that I am ".repeat(50_000));

        assertThat(said)
                .startsWith("Noted: your sister said that you are")
                .endsWith("…")
                .hasSizeLessThan(600);
    }

    private static String ask(String question, String... memories) {
        List<Evidence> evidence = new ArrayList<>();
        float score = 0.5f;
        for (String memory : memories) {
            evidence.add(new Evidence(memory, TOLD, score));
            score -= 0.01f;
        }
        return LocalResponder.respond(question, evidence, NOW, ZoneOffset.UTC);
    }
}
