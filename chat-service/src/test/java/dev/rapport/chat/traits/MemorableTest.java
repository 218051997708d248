package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which sentences are worth keeping verbatim. */
class MemorableTest {

    @ParameterizedTest
    @MethodSource("kept")
    void extract_sentenceOfTheUsersWorld_keptVerbatim(String message) {
        assertThat(memorable(message)).isEqualTo(message);
    }

    static Stream<String> kept() {
        return Rows.lines("""
                My sister lives in Porto.
                I met Ana at the climbing gym last Tuesday.
                We're getting married in June.
                We are moving into our new flat next week.
                My flight to Lisbon leaves at 6.45 on Friday.
                I had a terrible day at work.
                I finally finished the marathon in 4:12:30!
                Dr. Smith told me to rest for two weeks.
                I saw Dr. Smith on Monday, e.g. about my knee.
                We live in St. Ives.
                My website is example.org, feel free to look.
                Our team lost 3.5 points in the last match.
                Remember that the spare key is under the mat.
                Please remember that dinner starts at eight.
                Keep in mind that the server runs Debian.
                Don't forget the code for the gate is 4711.
                I was a nurse for ten years.
                I'm trying to fix a leak in my bathroom.
                My boss said 'I love cats'.
                Yesterday we went to the zoo with Emil.
                I’m building a boat in my garage.
                I think my landlord wants to sell the house.
                Ich wohne in Hamburg und habe einen Hund.
                J'habite à Lyon avec ma sœur et mon chat.
                Vivo en Sevilla y tengo una tienda de flores.
                """);
    }

    @ParameterizedTest
    @MethodSource("dropped")
    void extract_nothingOfTheUsersWorld_empty(String message) {
        assertThat(memorable(message)).isEmpty();
    }

    static Stream<String> dropped() {
        return Rows.lines("""
                What is the capital of Peru?
                Do you like my poem? And what about my song?
                how do i boil my eggs
                Hello!
                Good morning, how are you?
                Thanks for your help with my essay.
                Thank you so much, I appreciate it.
                I see.
                I think so.
                I don't know.
                I mean, yes.
                I'm fine.
                I'm fine, thanks.
                I am doing well, how are you?
                I'm sorry to hear that.
                I agree with you.
                I understand.
                I love it!
                I have a question.
                I was wondering how tall it is.
                I want you to write a poem about my cat.
                I need help with this code.
                I need you to translate my letter.
                I'd like to know how this works.
                Tell me about my options.
                Write my biography.
                Give me three ideas for my party.
                Could you check my spelling.
                If I had a garden, I would grow beans.
                I wish I could fly.
                Pretend I am a king. My castle is huge.
                The weather is nice.
                Paris is the capital of France.
                Always answer in German.
                From now on answer in Spanish please.
                No emojis please.
                """);
    }

    @ParameterizedTest
    @MethodSource("cut")
    void extract_mixedMessage_onlyTheStatements(String message, String expected) {
        assertThat(memorable(message)).isEqualTo(expected);
    }

    static Stream<Arguments> cut() {
        return Stream.of(
                Arguments.of("Hi! I live in Rome. What can I see there?", "I live in Rome."),
                Arguments.of("I live in Rome, where do you live?", "I live in Rome"),
                Arguments.of("I live in Rome. My dog is old. Why is he tired?", "I live in Rome. My dog is old."),
                Arguments.of("Suggest a dish, I'm vegan.", "I'm vegan."),
                Arguments.of(
                        "I met Ana last week. She climbs every day. Nice.",
                        "I met Ana last week. She climbs every day."),
                Arguments.of("My code fails.\n```\nint my = i;\n```\nWhy?", "My code fails."),
                Arguments.of(
                        "I got a raise today\nmy boss was nice about it",
                        "I got a raise today my boss was nice about it"));
    }

    @Test
    void extract_moreThanFits_endsAtASentence() {
        String sentence = "I walked along the river with my brother today. ";

        String kept = memorable(sentence.repeat(40).strip());

        assertThat(kept)
                .hasSizeBetween(Memorable.LENGTH_MAX - sentence.length(), Memorable.LENGTH_MAX)
                .endsWith("today.");
    }

    private static String memorable(String message) {
        return new TraitExtractor().extract(message).memorable();
    }
}
