package dev.rapport.chat.traits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must teach nothing: a false trait is repeated back to the user for ever, a missed one is still in the memory. */
class NoTraitTest {

    @ParameterizedTest
    @MethodSource({"questions", "unreal", "others", "commands", "smallTalk", "pasted"})
    void extract_noStatementOfTheUser_nothing(String message) {
        assertThat(Rows.extract(message)).as(message).isEmpty();
    }

    static Stream<String> questions() {
        return Rows.lines("""
                Do I live in Berlin?
                Where do I work?
                do you have a dog
                Do you like tea?
                Am I allergic to peanuts?
                Is my sister in Porto?
                What is my favourite tea?
                What's my name?
                Did I tell you I have a cat?
                Do you remember that I live in Oslo?
                Should I work as a nurse?
                Can I have a dog if I live in a flat?
                Which city should I live in?
                How do I become a pilot?
                Why do I love spicy food?
                Have I ever told you where I work?
                Would you say I am tall?
                What do you think my job is?
                What if I moved to Berlin?
                """);
    }

    static Stream<String> unreal() {
        return Rows.lines("""
                If I had a dog, I would call it Rex.
                If I lived in Paris I would eat croissants.
                I wish I had a cat.
                I would live in Norway if it were warmer.
                I could work as a nurse.
                I might move to Berlin.
                I will be a pilot one day, maybe.
                Unless I live in Berlin, that's no use.
                Pretend I am a pirate.
                Pretend I am a pirate. I live on a ship. I have a parrot.
                Imagine I'm a chef in Rome and I love garlic.
                Let's pretend I live in Paris.
                Let's say I am a doctor.
                Suppose I have two kids.
                Act as my doctor.
                You are a travel agent and I am a customer.
                In this story I am a dragon and I live in a cave.
                When I was a nurse, life was hard.
                I was a baker.
                I worked at Siemens.
                I lived in Rome.
                I had a dog.
                I'm not sure whether I like tea.
                I don't think I like opera.
                """);
    }

    static Stream<String> others() {
        return Rows.lines("""
                My friend has three cats.
                He works at Google.
                His sister lives in Rome.
                They live in Texas.
                You live in Berlin.
                You said I live in Paris.
                My colleague thinks I am a doctor.
                He said 'I love cats'.
                She told me “I live in Rome” and left.
                People say I'm tall.
                The man who lives in Paris is a baker.
                My neighbour's dog barks.
                Her name is Ana.
                His name is Rex.
                Anna is vegan.
                There is a nurse who has two kids.
                """);
    }

    static Stream<String> commands() {
        return Rows.lines("""
                Write a poem about a man who lives in Paris.
                Write a story where I am a pirate and I live on a ship.
                Write a letter saying I am sick and I live in Rome.
                Translate 'I love spicy food' into German.
                Translate this: I live in Berlin and I love tea.
                Summarise the following text. I live in Rome. I have a dog.
                Give me a list of dogs.
                Could you tell me what vegans eat?
                I want you to act as a doctor.
                I'd like you to write a function.
                I need help with this code.
                I would like to know how tall it is.
                I want a recipe for bread.
                Please explain what a nurse does.
                Answer in one sentence: what is a fjord?
                Reply to this email: I am a nurse and I live in Oslo.
                Help me with my essay.
                Call me when you are done.
                Call me later.
                """);
    }

    static Stream<String> smallTalk() {
        return Rows.lines("""
                I see.
                I think so.
                I'm fine, thanks.
                I am sorry to hear that.
                I love it!
                I like that.
                I like your answer.
                I like the idea.
                I love how you explained this.
                I hope you have a nice day.
                I'm not sure I follow.
                I am back.
                I have a question.
                I have an idea.
                I have no idea.
                I'm confused.
                I am happy with that.
                I'm one of those.
                I am 5 minutes late.
                I have been waiting for 20 minutes.
                I'm in a hurry.
                I was just about to ask you that.
                I can't believe it is November.
                I like the second option.
                I have a class called Dog.
                I have a table named cat with 3 rows.
                My name variable is null.
                My code does not compile.
                I am getting an error.
                I'm 100% sure.
                I am 3 steps behind.
                I'm looking for a laptop.
                I have always wanted to see that.
                I know, I know.
                """);
    }

    static Stream<String> pasted() {
        return Stream.of(
                "> I live in Berlin\n> I love tea",
                "```\nI live in Berlin. I like tea.\n```",
                "`I like tea` is the label",
                "String me = \"I live in Berlin\";",
                "```\nI live in a code block that nobody closed",
                "Fix the grammar:\nI has a dog. I lives in Rome.",
                "Quote: I am the walrus, I live in a zoo",
                "The sign said: I live in Rome",
                "Lyrics: I live in a yellow submarine",
                "«I live in Lyon», he whispered.",
                "„I live in Bonn“ steht da.",
                "The label reads \"I have a dog and my name is Rex\".",
                "😀😀😀",
                "",
                "   \n\t ",
                "...",
                "I",
                "my",
                "I live in",
                "My name is");
    }
}
