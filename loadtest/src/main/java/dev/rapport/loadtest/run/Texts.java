package dev.rapport.loadtest.run;

import dev.rapport.loadtest.profile.Profile.Message;
import java.util.List;
import java.util.random.RandomGenerator;

/** What users say: facts about themselves, questions about those facts, and small talk. Pure. */
final class Texts {
    private static final List<String> SISTERS = List.of("Clara", "Ines", "Mira", "Tamsin", "Yuki");
    private static final List<String> TOWNS = List.of("Graz", "Porto", "Lund", "Nantes", "Osaka");
    private static final List<String> JOBS =
            List.of("a nurse", "a carpenter", "a bus driver", "a chemistry teacher", "a bookbinder");
    private static final List<String> TEAS = List.of("oolong", "rooibos", "darjeeling", "sencha", "peppermint tea");
    private static final List<String> PETS = List.of("a cat", "two rabbits", "an old dog", "a tortoise", "a parrot");
    private static final List<String> SHORT = List.of(
            "Where does my sister live?",
            "What do I do for a living?",
            "Which tea did I like?",
            "Good morning, how are you?",
            "It has been raining for three days here.",
            "Tell me something nice about the sea.");
    private static final List<String> MEDIUM = List.of(
            "What could I cook tonight with leeks, potatoes and a little cream, if it should not take longer than half an hour?",
            "Can you recommend a book for a long train ride? I liked stories about voyages, and I do not mind if they are old.",
            "My neighbour asked me to water her plants for two weeks and I am afraid to drown them. How often is right?",
            "I would like to learn to draw, ten minutes a day at most. What should I begin with, and what do I need for it?");
    private static final List<String> LONG = List.of(
            "We have been talking about the kitchen for a while now, and I still cannot decide. The old cupboards are of solid"
                    + " wood but dark, the new ones would be bright but of pressed board, and my wife says we should keep"
                    + " the old ones and paint them. What speaks for which, and what would you ask a carpenter first?",
            "Next spring we want to walk from our house to the sea, about two hundred kilometres in ten days, with a dog that"
                    + " is nine years old and a tent that is older. I worry about my knee on the third day, about water"
                    + " on the plain, and about finding places for the night. How would you plan the stages?",
            "At work they moved me to another team without asking, and the people are kind but the work is dull. I could stay"
                    + " a year and see, or write to the old team now, or look for something else altogether. You know a"
                    + " little of what I like by now. Which questions should I put to myself before I decide?");

    /** From so many messages of a conversation on, people write more. */
    private static final int MEDIUM_FROM = 2;

    private static final int LONG_FROM = 6;
    private static final String FILLER = "The quick brown fox jumps over the lazy dog while the rain goes on. ";

    private Texts() {}

    /**
     * The next thing a user says, with the reference that its answer is recognised by.
     *
     * @param depth messages said before in this conversation
     */
    static String next(Message message, int depth, RandomGenerator random, String nonce) {
        String length = message.answerTokens() == 0 ? "" : " tokens " + message.answerTokens();
        String cut = message.cutByDepth() ? " cut " + depth : "";
        return said(message, depth, random, nonce) + " [ref " + nonce + length + cut + "]";
    }

    private static String said(Message message, int depth, RandomGenerator random, String nonce) {
        return switch (message.kind()) {
            case "hello" -> "Hello";
            case "medium" -> any(random, MEDIUM);
            case "long" -> any(random, LONG);
            case "by-depth" ->
                depth < MEDIUM_FROM ? opening(random) : depth < LONG_FROM ? any(random, MEDIUM) : any(random, LONG);
            case "fact" -> "I put the box " + nonce + " on shelf " + random.nextInt(1, 1_000) + ".";
            case "filler" -> filler(message.size());
            default -> opening(random);
        };
    }

    /** A conversation's beginning: something about oneself, or a question about it, or a few words. */
    private static String opening(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> "My sister " + any(random, SISTERS) + " lives in " + any(random, TOWNS) + ".";
            case 1 -> "I work as " + any(random, JOBS) + ".";
            case 2 -> "My favourite tea is " + any(random, TEAS) + ".";
            case 3 -> "I have " + any(random, PETS) + " at home.";
            default -> any(random, SHORT);
        };
    }

    private static String filler(int size) {
        return size == 0 ? "" : FILLER.repeat(size / FILLER.length() + 1).substring(0, size - 1) + ".";
    }

    private static String any(RandomGenerator random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
