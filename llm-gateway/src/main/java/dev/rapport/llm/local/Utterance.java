package dev.rapport.llm.local;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What sort of thing the user has said. */
sealed interface Utterance {

    /** Nothing but a greeting. */
    record Greeting() implements Utterance {}

    /** Thanks, a farewell, a nod. */
    record Courtesy(String reply) implements Utterance {}

    /** Wants to know what this is. */
    record AboutUs() implements Utterance {}

    /** Wants to hear everything. */
    record AboutMe() implements Utterance {}

    /** Asks something, or wants something done. */
    record Asks(Question question) implements Utterance {}

    /** Tells something. */
    record Tells(String text) implements Utterance {}

    /** Sorts a message. Patterns are anchored and without nested repetition, so long messages cost no more than their length. */
    static Utterance of(String message) {
        String text = message.strip();
        if (Patterns.GREETING.matcher(text).matches()) {
            return new Greeting();
        }
        if (Patterns.THANKS.matcher(text).matches()) {
            return new Courtesy("You are welcome.");
        }
        if (Patterns.FAREWELL.matcher(text).matches()) {
            return new Courtesy("Goodbye.");
        }
        if (text.isEmpty() || Patterns.NOD.matcher(text).matches()) {
            return new Courtesy("All right.");
        }
        List<String> sentences = Sentences.of(Sentences.withoutOpening(text));
        for (String sentence : sentences.reversed()) {
            String bare = Patterns.WRAPPING
                    .matcher(Sentences.withoutOpening(sentence))
                    .replaceFirst("");
            if (Patterns.ABOUT_ME.matcher(bare).find()) {
                return new AboutMe();
            }
            if (Patterns.ABOUT_US.matcher(bare).find()) {
                return new AboutUs();
            }
            if (sentence.endsWith("?") || asks(bare) || asks(sentence)) {
                return new Asks(Question.of(bare));
            }
        }
        return new Tells(text);
    }

    private static boolean asks(String sentence) {
        List<String> words = Words.of(sentence);
        if (words.isEmpty()) {
            return false;
        }
        String first = Words.lower(words.getFirst());
        String second = words.size() > 1 ? Words.lower(words.get(1)) : "";
        return Patterns.QUESTION_WORDS.contains(first.replaceFirst("'(s|re|d|m)$", ""))
                || (Patterns.AUXILIARIES.contains(first) && Patterns.SUBJECTS.contains(second))
                || Patterns.REQUESTS.contains(first);
    }

    /** Compiled once. */
    final class Patterns {
        private static final int FLAGS = Pattern.CASE_INSENSITIVE;

        private static final Pattern GREETING = Pattern.compile(
                "(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|moin|servus)"
                        + "(?: (?:there|rapport|all|everyone))?[ ,.!]*(?:how are you[ ?!.]*)?",
                FLAGS);
        private static final Pattern THANKS = Pattern.compile(
                "(?:many )?(?:thanks|thank you|thx|cheers)(?: (?:a lot|so much|very much|you))?[ .!]*", FLAGS);
        private static final Pattern FAREWELL =
                Pattern.compile("(?:bye|goodbye|bye bye|good night|see you(?: later| soon)?|cu|ciao)[ .!]*", FLAGS);
        private static final Pattern NOD = Pattern.compile(
                "(?:ok|okay|yes|no|fine|good|great|cool|nice|sure|all right|alright)[ .!]*|[^\\p{L}\\p{N}]*", FLAGS);
        private static final Pattern WRAPPING = Pattern.compile(
                "^(?:(?:please )?(?:can|could|would|will) you (?:please )?(?:tell|remind) me"
                        + "|(?:please )?(?:tell|remind) me(?! (?:a|an|some|more) )"
                        + "|do you (?:still )?(?:know|remember|recall)"
                        + "|i (?:would|'d) like to know|i (?:forgot|forget|wonder))[ ,:]+(?:again )?(?!about me\\b)",
                FLAGS);
        private static final Pattern ABOUT_ME = Pattern.compile(
                "^what (?:all )?(?:do you (?:still )?(?:know|remember|recall)|have i told you|did i tell you)"
                        + "(?: about me| of me| so far| already)*[ ?.!]*$"
                        + "|^(?:what you (?:know|remember) )?(?:everything |all )?(?:you (?:know|remember) )?about me[ ?.!]*$"
                        + "|^do you know me[ ?.!]*$|^tell me about (?:me|myself)[ ?.!]*$",
                FLAGS);
        private static final Pattern ABOUT_US = Pattern.compile(
                "^(?:who are you|what are you|what is this|what can you do|how do you work|help)[ ?.!]*$", FLAGS);

        private static final Set<String> QUESTION_WORDS =
                Set.of("where", "what", "who", "whom", "whose", "when", "which", "why", "how");
        private static final Set<String> AUXILIARIES = Set.of(
                "do", "does", "did", "am", "is", "are", "was", "were", "have", "has", "had", "can", "could", "will",
                "would", "should", "may", "must");
        private static final Set<String> SUBJECTS = Set.of(
                "i", "my", "our", "we", "you", "he", "she", "it", "they", "there", "the", "a", "any", "this", "that");
        private static final Set<String> REQUESTS = Set.of(
                "tell",
                "explain",
                "write",
                "list",
                "show",
                "summarize",
                "summarise",
                "translate",
                "give",
                "describe",
                "compare",
                "calculate",
                "recommend",
                "suggest",
                "remind");

        private Patterns() {}
    }
}
