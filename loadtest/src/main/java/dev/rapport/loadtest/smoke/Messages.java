package dev.rapport.loadtest.smoke;

import java.util.List;
import java.util.random.RandomGenerator;

/** What users say: facts about themselves, questions about those facts, and small talk. Pure. */
final class Messages {
    private static final List<String> SISTERS = List.of("Clara", "Ines", "Mira", "Tamsin", "Yuki");
    private static final List<String> TOWNS = List.of("Graz", "Porto", "Lund", "Nantes", "Osaka");
    private static final List<String> JOBS =
            List.of("a nurse", "a carpenter", "a bus driver", "a chemistry teacher", "a bookbinder");
    private static final List<String> TEAS = List.of("oolong", "rooibos", "darjeeling", "sencha", "peppermint tea");
    private static final List<String> PETS = List.of("a cat", "two rabbits", "an old dog", "a tortoise", "a parrot");
    private static final List<String> QUESTIONS = List.of(
            "Where does my sister live?",
            "What is my sister called?",
            "What do I do for a living?",
            "Which tea did I like?",
            "Do you remember my pets?");
    private static final List<String> SMALL_TALK = List.of(
            "Good morning, how are you?",
            "What could I cook with leeks and potatoes tonight?",
            "It has been raining for three days here.",
            "Tell me something nice about the sea.",
            "Can you recommend a book for a long train ride?");

    private Messages() {}

    /** The next thing a user says, with the reference that the answer is recognised by. */
    static String next(RandomGenerator random, String nonce) {
        String said = switch (random.nextInt(8)) {
            case 0 -> "My sister " + any(random, SISTERS) + " lives in " + any(random, TOWNS) + ".";
            case 1 -> "I work as " + any(random, JOBS) + ".";
            case 2 -> "My favourite tea is " + any(random, TEAS) + ".";
            case 3 -> "I have " + any(random, PETS) + " at home.";
            case 4, 5 -> any(random, QUESTIONS);
            default -> any(random, SMALL_TALK);
        };
        return said + " [ref " + nonce + "]";
    }

    private static String any(RandomGenerator random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
