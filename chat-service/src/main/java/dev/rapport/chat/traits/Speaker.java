package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/** Tells a line of a pasted conversation, "Ana: I'm vegan", from a line of the user's own with a label, "Note: I'm vegan". */
final class Speaker {
    /** A date and a time may stand before the name: "[3/5, 10:32] Ana:". */
    private static final int MARKS_MAX = 8;

    private static final int NAME_WORDS_MAX = 2;

    private static final Set<String> LABELS = words("""
            note notes ps p.s nb update edit fact facts context background disclaimer fyi reminder info information btw tldr
            correction clarification confession disclosure question answer problem situation issue reason spoiler summary
            warning caveat example backstory intro introduction profile bio hint tip addendum addition result conclusion plan
            status request task topic title subject message details detail extra bonus truth remember preferences preference
            constraints constraint requirements requirement restrictions restriction good bad best worst first second third
            step point name age job work home hometown location city country hobbies hobby family pets pet diet allergies
            allergy likes dislikes health language languages education goal goals favourite favorite about dear additionally
            meanwhile morning evening important symptoms skills budget interests experience mood idea thought thoughts opinion""");

    private Speaker() {}

    /** Whether the statement begins with the name of whoever says it, and a colon. */
    static boolean begins(Words words) {
        int from = 0;
        while (from < MARKS_MAX && from < words.size() && (words.end(from) || words.number(from))) {
            from++;
        }
        int at = from;
        while (at < from + NAME_WORDS_MAX && namePart(words, at)) {
            at++;
        }
        return at > from && words.is(at, ":");
    }

    /** "Additionally", but not "Emily". */
    private static boolean adverb(String word) {
        return word.endsWith("ly") && word.length() > "emily".length() + 1;
    }

    private static boolean namePart(Words words, int at) {
        return words.capital(at)
                && !words.in(at, LABELS)
                && !words.in(at, Lexicon.ADVERBS)
                && !words.in(at, Lexicon.CONJUNCTIONS)
                && !words.in(at, Lexicon.DETERMINERS)
                && !words.in(at, Lexicon.FILLERS)
                && !words.in(at, Lexicon.PREPOSITIONS)
                && !words.in(at, Lexicon.PRONOUNS)
                && !words.in(at, Lexicon.DAYS)
                && !adverb(words.text(at));
    }
}
