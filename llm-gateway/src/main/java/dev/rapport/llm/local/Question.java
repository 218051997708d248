package dev.rapport.llm.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a question is about.
 *
 * @param wants the sort of answer
 * @param terms stems of the words that say what it is about
 * @param names those of the terms that were written with a capital, as names are
 * @param relations the people and animals it is about; none if it is about the user
 * @param anyRelation whether one of them is enough ("a sister or a brother")
 * @param personal whether it is about the user or theirs at all
 */
record Question(
        Wants wants,
        Set<String> terms,
        Set<String> names,
        Set<String> relations,
        boolean anyRelation,
        boolean personal) {

    /** The sort of answer, as far as the question's first words tell. */
    enum Wants {
        PLACE,
        TIME,
        AGE,
        NAME,
        YES_OR_NO,
        ANYTHING;

        /** Whether there can be but one answer. */
        boolean single() {
            return this == PLACE || this == TIME || this == AGE || this == NAME;
        }
    }

    private static final Set<String> PERSONAL =
            Set.of("i", "i'm", "i've", "i'd", "me", "my", "mine", "myself", "we", "us", "our", "ours");

    static Question of(String sentence) {
        List<String> words = Words.of(sentence);
        Set<String> terms = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        Set<String> relations = new LinkedHashSet<>();
        boolean personal = false;
        boolean or = false;
        for (int i = 0; i < words.size(); i++) {
            String lower = Words.lower(words.get(i));
            String stem = Words.stem(words.get(i));
            personal |= PERSONAL.contains(lower);
            or |= lower.equals("or");
            if (Lexicon.EMPTY.contains(stem) || Lexicon.EMPTY.contains(lower)) {
                continue;
            }
            terms.add(stem);
            if (i > 0 && Words.isCapitalised(words.get(i))) {
                names.add(stem);
            }
            if (Lexicon.RELATIONS.contains(stem)) {
                relations.add(stem);
            }
        }
        return new Question(wants(words, terms), terms, names, relations, or, personal);
    }

    private static Wants wants(List<String> words, Set<String> terms) {
        String first = words.isEmpty() ? "" : Words.lower(words.getFirst()).replaceFirst("'(s|re|d|m)$", "");
        String second = words.size() < 2 ? "" : Words.lower(words.get(1));
        if (terms.stream().anyMatch(Lexicon.names()::contains) || (first.equals("who") && second.equals("am"))) {
            return Wants.NAME;
        }
        return switch (first) {
            case "where" -> Wants.PLACE;
            case "when" -> Wants.TIME;
            case "how" -> second.equals("old") ? Wants.AGE : Wants.ANYTHING;
            case "do", "does", "did", "am", "is", "are", "was", "were", "have", "has", "had" -> Wants.YES_OR_NO;
            default -> Wants.ANYTHING;
        };
    }
}
