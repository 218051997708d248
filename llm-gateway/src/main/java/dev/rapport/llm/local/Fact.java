package dev.rapport.llm.local;

import dev.rapport.llm.LlmRequest.Evidence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One sentence that the user once said.
 *
 * @param stems of all its words
 * @param names stems of the words with a capital inside the sentence
 * @param owners who it is about, if that is somebody of the user's and not the user: the {@code sister} and the
 *     {@code dog} of "My sister's dog is ill"
 */
record Fact(
        String text, Evidence evidence, List<String> words, Set<String> stems, Set<String> names, Set<String> owners) {
    /** "my best old friend": so many words may stand before the relation. */
    private static final int ADJECTIVES_MAX = 2;

    private static final Set<String> PLACE_WORDS = Set.of(
            "in", "at", "on", "to", "from", "near", "between", "under", "behind", "above", "below", "next", "around");
    private static final Set<String> TIME_WORDS = Lexicon.stems("january february march april may june july august"
            + " september october november december monday tuesday wednesday thursday friday saturday sunday spring summer"
            + " autumn fall winter yesterday today tomorrow tonight morning evening noon midnight last next ago every week"
            + " weekend month year daily always o'clock christmas easter");
    private static final Set<String> NUMBER_WORDS = Lexicon.stems(Lexicon.numberWords());
    private static final Pattern NUMBER = Pattern.compile("\\d.*");
    private static final Pattern AGE = Pattern.compile("\\d{1,3}(?:st|nd|rd|th)?");
    private static final Pattern OWN_NAME = Pattern.compile(
            "\\bmy (?:full |first |last |middle )?(?:name|nickname)\\b|\\bcall me\\b|\\bi am called\\b|\\bi'm called\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern I_AM_SOMEBODY =
            Pattern.compile("\\b[Ii](?:'m| am) \\p{Lu}\\p{Ll}+(?: \\p{Lu}\\p{Ll}+)?(?=[.,!]|$| and )");

    static Fact of(String sentence, Evidence evidence) {
        String text = Sentences.withoutOpening(sentence);
        List<String> words = Words.of(text);
        Set<String> stems = new LinkedHashSet<>();
        for (String word : words) {
            stems.add(Words.stem(word));
        }
        Set<String> names = words.stream()
                .skip(1)
                .filter(Words::isCapitalised)
                .filter(word -> !word.equals("I") && !word.startsWith("I'") && !word.startsWith("I’"))
                .map(Words::stem)
                .collect(Collectors.toSet());
        return new Fact(text, evidence, words, stems, names, owners(words));
    }

    private static Set<String> owners(List<String> words) {
        Set<String> owners = new LinkedHashSet<>();
        if (words.isEmpty() || !Set.of("my", "our").contains(Words.lower(words.getFirst()))) {
            return owners;
        }
        int left = ADJECTIVES_MAX;
        for (int i = 1; i < words.size(); i++) {
            boolean possessive = Words.isPossessive(words.get(i));
            if (Lexicon.RELATIONS.contains(Words.stem(words.get(i)))) {
                owners.add(Words.stem(words.get(i)));
                if (!possessive) {
                    break;
                }
                left = ADJECTIVES_MAX;
            } else if (left-- == 0) {
                break;
            }
        }
        return owners;
    }

    boolean has(Set<String> accepted) {
        return accepted.stream().anyMatch(stems::contains);
    }

    /** Whether the sentence holds the sort of thing the question wants. */
    boolean tells(Question question) {
        return switch (question.wants()) {
            case PLACE -> words.stream().map(Words::lower).anyMatch(PLACE_WORDS::contains);
            case TIME ->
                has(TIME_WORDS)
                        || words.stream().anyMatch(word -> NUMBER.matcher(word).matches());
            case AGE ->
                has(NUMBER_WORDS)
                        || words.stream().anyMatch(word -> AGE.matcher(word).matches())
                        || stems.contains("born");
            case NAME -> question.relations().isEmpty() ? tellsOwnName(question) : tellsNameOf(question.relations());
            case YES_OR_NO, ANYTHING -> true;
        };
    }

    /* "the name of my company" is a name question too, and not about the user's own name */
    private boolean tellsOwnName(Question question) {
        boolean ownName = Lexicon.names().containsAll(question.terms());
        String plain = text.replace('’', '\'');
        return !ownName
                || OWN_NAME.matcher(plain).find()
                || I_AM_SOMEBODY.matcher(plain).find();
    }

    private boolean tellsNameOf(Set<String> relations) {
        if (has(Lexicon.names())) {
            return true;
        }
        for (int i = 0; i < words.size(); i++) {
            boolean relation = relations.stream().anyMatch(Lexicon.accepted(Words.stem(words.get(i)))::contains);
            if (relation && i + 1 < words.size() && Words.isCapitalised(words.get(i + 1))) {
                return true; // my sister Eva
            }
            boolean after = i >= 3
                    && Words.isCapitalised(words.getFirst())
                    && !Words.lower(words.getFirst()).equals("my");
            if (relation && after && Words.lower(words.get(i - 1)).equals("my")) {
                return true; // Eva is my sister
            }
        }
        return false;
    }
}
