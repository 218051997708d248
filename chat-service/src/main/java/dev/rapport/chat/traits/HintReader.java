package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.HintWords.ARTICLES;
import static dev.rapport.chat.traits.HintWords.AT_LARGE;
import static dev.rapport.chat.traits.HintWords.DEALING;
import static dev.rapport.chat.traits.HintWords.EARNING;
import static dev.rapport.chat.traits.HintWords.EVERYDAY;
import static dev.rapport.chat.traits.HintWords.EVERYWHERE;
import static dev.rapport.chat.traits.HintWords.EXERCISE;
import static dev.rapport.chat.traits.HintWords.FOOD_TALK;
import static dev.rapport.chat.traits.HintWords.GONE;
import static dev.rapport.chat.traits.HintWords.HEARING;
import static dev.rapport.chat.traits.HintWords.KEEPING;
import static dev.rapport.chat.traits.HintWords.LATELY;
import static dev.rapport.chat.traits.HintWords.LOTS;
import static dev.rapport.chat.traits.HintWords.MAKES;
import static dev.rapport.chat.traits.HintWords.MUSIC;
import static dev.rapport.chat.traits.HintWords.MY;
import static dev.rapport.chat.traits.HintWords.NO_CAUSES;
import static dev.rapport.chat.traits.HintWords.REACTION;
import static dev.rapport.chat.traits.HintWords.SEEMING;
import static dev.rapport.chat.traits.HintWords.SPEAKING;
import static dev.rapport.chat.traits.HintWords.SUBSTITUTES;
import static dev.rapport.chat.traits.HintWords.SUFFERING;
import static dev.rapport.chat.traits.HintWords.THINGS_OF_A_PEOPLE;
import static dev.rapport.chat.traits.HintWords.TIMES;
import static dev.rapport.chat.traits.HintWords.TRYING;
import static dev.rapport.chat.traits.HintWords.UNLOVED;
import static dev.rapport.chat.traits.HintWords.VERBS_AFTER;
import static dev.rapport.chat.traits.HintWords.WARES;
import static dev.rapport.chat.traits.HintWords.WHATEVER;

import dev.rapport.chat.turn.Trait.Polarity;
import java.util.Set;

/**
 * Reads what a statement lets one think of its writer without saying so: who restrings the dulcimer plays it, who cleans up
 * after the ferret keeps one.
 *
 * <p>Looks for a noun of a closed class, for words that go with having or doing it, and for whose it is. A statement about
 * others, about what is over, wished, denied or shown on a screen is left alone. What it finds is less sure than what is
 * said in so many words ({@link #CONFIDENCE}), and a class is not looked for where another rule has found one.
 */
final class HintReader {
    /** Below what rules for plain words have; see {@code KnownTrait.implied}. */
    static final float CONFIDENCE = 0.5f;

    /** A longer statement is pasted, or tells of many things; 9 of 10 that people make have fewer than 30. */
    static final int WORDS_MAX = 60;

    private final Words words;
    private final Findings findings;
    private final Work work;
    private final Cues.Found cues;
    private final Whose whose;
    private final int first;

    /** @param first how many findings there were before this statement */
    HintReader(Words words, Findings findings, Work work, int first) {
        this.words = words;
        this.findings = findings;
        this.work = work;
        this.cues = new Cues.Found(words, work);
        this.whose = new Whose(words, cues);
        this.first = first;
    }

    /**
     * Reads one statement; what rules for plain words found in it is there already.
     *
     * @param conditional whether a condition stands in it; then only what the user reacts to is read: "if I touch a mango"
     */
    void read(boolean conditional) {
        if (words.size() > WORDS_MAX) {
            return;
        }
        boolean real = !whose.unreal();
        if (whose.over() || whose.supposed()) {
            return;
        }
        boolean shown = whose.shown();
        for (int i = 0; i < words.size() && !work.spent(); i++) {
            work.step();
            Span noun = noun(i);
            if (noun.empty()) {
                continue;
            }
            if ((Kinds.in(Kinds.ALLERGENS, last(noun)) || causes(i)) && reacts(noun)) {
                add(Attribute.ALLERGY, noun);
                continue;
            }
            if (shown || conditional || !real) {
                continue;
            }
            if (Kinds.in(Kinds.INSTRUMENTS, head(noun)) && plays(noun)) {
                add(Attribute.INSTRUMENT, noun);
            } else if (Kinds.in(Kinds.SPORTS, head(noun)) && exercises(noun)) {
                add(Attribute.SPORT, noun);
            } else if (Kinds.in(Kinds.ANIMALS, last(noun)) && keeps(noun)) {
                add(Attribute.PET, noun);
            } else if (trade(last(noun), noun) && earns(noun)) {
                add(Attribute.JOB, trade(noun));
            } else if (Nouns.LANGUAGES.contains(last(noun)) && speaks(noun)) {
                add(Attribute.LANGUAGE, noun);
            } else if (Nouns.CONDITIONS.contains(last(noun)) && suffers(noun)) {
                add(Attribute.HEALTH, noun);
            }
        }
    }

    private void add(Attribute attribute, Span span) {
        boolean plain = findings.covers(
                first, words.at(span.from()).start(), words.at(span.to() - 1).end());
        if (plain || findings.denies(first, attribute)) { // "I love hiking", "we gave our parrot away"
            return;
        }
        findings.add(attribute.key(), attribute.cardinality(), words, span, Polarity.AFFIRMED, CONFIDENCE);
    }

    /** One word, or two that are one thing. */
    private Span noun(int at) {
        if (words.end(at) || words.text(at).isEmpty()) {
            return Span.none(at);
        }
        if (at > 0 && Kinds.TWO_WORDS.contains(words.text(at - 1) + ' ' + words.text(at))) {
            return new Span(at - 1, at + 1);
        }
        boolean first = Kinds.TWO_WORDS.contains(words.text(at) + ' ' + words.text(at + 1));
        return first ? Span.none(at) : new Span(at, at + 1);
    }

    private String last(Span noun) {
        return words.text(noun.to() - 1);
    }

    /** "Water" of "water polo" is no sport, "polo" is; "table tennis" is one word of the list, too. */
    private String head(Span noun) {
        String last = last(noun);
        boolean known = Kinds.in(Kinds.INSTRUMENTS, last) || Kinds.in(Kinds.SPORTS, last);
        return noun.to() - noun.from() == 1 || known ? last : words.text(noun.from());
    }

    private boolean ofMine(Span noun) {
        return whose.possessed(noun.from()) && !whose.anothers(noun.from());
    }

    private boolean aboutMe(Span noun) {
        boolean nobody = !whose.anySelf() && !whose.anyOther();
        return !whose.anothers(noun.from()) && (whose.anySelf() || nobody);
    }

    private boolean plays(Span noun) {
        if (whose.denied(noun.from()) || words.is(noun.to(), "player") || words.is(noun.to(), "solo")) {
            return false;
        }
        boolean own = ofMine(noun) && !words.is(noun.from() - 1, "own");
        int worth = cues.worth(MUSIC, noun);
        int least = EVERYDAY.contains(last(noun)) || hears() ? 2 : 0;
        boolean mine = whose.mine(noun.from()) && !whose.anothers(noun.from());
        return own || (mine && worth >= least) || (aboutMe(noun) && worth >= (whose.anySelf() ? 2 : 3) && !wares());
    }

    private boolean exercises(Span noun) {
        boolean object =
                words.in(noun.to(), Lexicon.DETERMINERS) || words.is(noun.to(), "the"); // "running my business"
        if (whose.denied(noun.from()) || !aboutMe(noun) || object || once(noun)) {
            return false;
        }
        int worth = cues.worth(EXERCISE, noun);
        int least = unloved() || EVERYDAY.contains(last(noun)) ? EVERYWHERE.contains(last(noun)) ? 2 : 1 : 0;
        return whose.anySelf() ? worth >= least : worth >= 2 && any(TIMES);
    }

    /** "I went hiking last week", "I tried surfing": done, but not what somebody does. */
    private boolean once(Span noun) {
        boolean went = words.in(noun.from() - 1, GONE) || words.is(noun.from() - 1, "while");
        return (went && any(LATELY)) || any(TRYING);
    }

    /**
     * Whether the word stands where only what is reacted to can stand: "anything with tempeh in it", "tempeh makes my throat
     * swell", "an EpiPen because of tempeh".
     */
    private boolean causes(int at) {
        String word = words.text(at);
        boolean noun = word.length() >= 3
                && !words.capital(at)
                && !words.in(at, NO_CAUSES)
                && !words.in(at, Lexicon.PRONOUNS)
                && !words.in(at, Lexicon.AUXILIARIES)
                && !words.in(at, Lexicon.DETERMINERS)
                && !words.in(at, Lexicon.ADVERBS)
                && !words.in(at, Lexicon.PREPOSITIONS)
                && !words.in(at, Lexicon.CONJUNCTIONS);
        boolean with = words.is(at - 1, "with") && words.in(at - 2, WHATEVER);
        boolean makes = words.in(at + 1, MAKES) && words.in(at + 2, MY) && beginning(at);
        boolean because =
                words.is(at - 1, "of") && words.is(at - 2, "because") && (words.end(at + 1) || words.is(at + 1, "i"));
        return noun && (with || makes || because);
    }

    private boolean beginning(int at) {
        return words.end(at - 1)
                || at == 0
                || words.in(at - 1, Lexicon.ADVERBS)
                || words.in(at - 1, Lexicon.CONJUNCTIONS);
    }

    private boolean unloved() {
        return any(UNLOVED);
    }

    private boolean hears() {
        return any(HEARING);
    }

    private boolean wares() {
        return any(WARES);
    }

    private boolean any(Set<String> these) {
        return cues.any(these);
    }

    private boolean reacts(Span noun) {
        boolean me = whose.othersBefore(noun.from()) ? whose.mineAfter(noun.to() - 1) : whose.anySelf();
        boolean substitute = any(SUBSTITUTES) && !words.text(noun.to()).startsWith("intoleran");
        if (substitute) {
            return false;
        }
        boolean pet = whose.possessed(noun.from()) && Kinds.in(Kinds.ANIMALS, last(noun));
        if (!me || pet || words.is(noun.from() - 1, "like") || fine() || petsReaction(noun)) {
            return false;
        }
        return cues.worth(REACTION, noun) >= 2;
    }

    /** "My dog can't have chocolate". */
    private boolean petsReaction(Span noun) {
        for (int i = 0; i < noun.from() && i < 4; i++) {
            if (Kinds.in(Kinds.ANIMALS, words.text(i)) && whose.possessed(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean fine() {
        for (int i = 0; i < words.size(); i++) {
            boolean sickOf = words.is(i, "sick") && words.is(i + 1, "of");
            boolean not = (words.is(i, "not") || words.is(i, "no"))
                    && words.text(i + 1).startsWith("allerg");
            if (sickOf || not || words.is(i, "negative") || words.run(i, "grew", "out")) {
                return true;
            }
        }
        return false;
    }

    private boolean keeps(Span noun) {
        boolean near = words.in(noun.from() - 1, ARTICLES)
                || whose.possessed(noun.from())
                || last(noun).endsWith("s");
        int worth = cues.worth(KEEPING, noun);
        boolean theirs = whose.othersThing(noun.from());
        if (!near || theirs || whose.denied(noun.from()) || (elsewhere() && worth < 2)) {
            return false;
        }
        boolean the = words.is(noun.from() - 1, "the");
        return ofMine(noun)
                || (the && !whose.anyPerson() && !elsewhere() && (worth >= 2 || whose.anySelf()))
                || (whose.anySelf() && worth >= 2 && !elsewhere());
    }

    private boolean elsewhere() {
        return any(FOOD_TALK) || any(AT_LARGE);
    }

    /** "I dream in Italian"; to learn one is no language yet. */
    private boolean speaks(Span noun) {
        boolean about = last(noun).startsWith("language")
                || words.in(noun.to(), THINGS_OF_A_PEOPLE)
                || words.is(noun.from() - 1, "the");
        return !about
                && aboutMe(noun)
                && whose.anySelf()
                && !whose.denied(noun.from())
                && cues.worth(SPEAKING, noun) >= 2;
    }

    private boolean suffers(Span noun) {
        return !whose.denied(noun.from())
                && !whose.anothers(noun.from())
                && (whose.possessed(noun.from()) || (whose.mine(noun.from()) && cues.worth(SUFFERING, noun) >= 2));
    }

    /** A word that is a trade for sure, or one that ends like a trade and goes with much talk of work. */
    private boolean trade(String word, Span noun) {
        String one = Nouns.singular(word);
        return Jobs.isSurelyTrade(one)
                || (Jobs.isTrade(one) && cues.worth(EARNING, noun) >= 2 && !words.capital(noun.from()));
    }

    private boolean earns(Span noun) {
        int at = noun.from();
        int as = at - 1;
        while (as > at - 4 && !words.is(as, "as")) {
            as--;
        }
        if (words.is(as, "as")
                && (words.is(as - 1, "me") || words.run(as - 2, "me", "on"))) { // "hired me as their cook"
            return true;
        }
        if (words.in(at - 3, LOTS) && words.is(at - 2, "of") && words.is(at - 1, "a") && whose.anySelf()) {
            return true; // "the life of a florist"
        }
        boolean article =
                words.is(at - 1, "a") || words.is(at - 1, "an") || words.is(at - 2, "a") || words.is(at - 2, "an");
        int worth = cues.worth(EARNING, noun);
        if (bare(at) && worth >= 2 && whose.anySelf() && !whose.denied(at) && !whose.othersThing(at)) {
            return true; // "they put optician on my card"
        }
        if (whose.anothers(at) || whose.denied(at) || goesOn(noun.to())) {
            return false;
        }
        boolean myself = words.is(at - 2, "myself") || (words.is(at - 2, "being") && !whose.anyOther());
        if (myself && article) {
            return true; // "I call myself a locksmith", "being an actuary pays the bills"
        }
        boolean asOne = words.is(as, "as")
                && (whose.mine(as) || !whose.anyOther())
                && words.in(as + 1, Set.of("a", "an"))
                && !seeming(as);
        return whose.anySelf() && (asOne || (worth >= 1 && bare(at)) || (worth >= 1 && article && !object()));
    }

    /** "They see me as a leader", "I dressed up as a nurse". */
    private boolean seeming(int as) {
        for (int i = as - 1; i >= 0 && i >= as - 5; i--) {
            if (words.in(i, SEEMING)) {
                return true;
            }
        }
        return false;
    }

    /** "I called a plumber", "I'm looking for a lawyer". */
    private boolean object() {
        return any(DEALING);
    }

    /** "An outdoor gear company" is no outdoor. */
    private boolean goesOn(int at) {
        return !words.end(at)
                && !words.in(at, Lexicon.PREPOSITIONS)
                && !words.in(at, Lexicon.CONJUNCTIONS)
                && !words.in(at, Lexicon.AUXILIARIES)
                && !words.in(at, Lexicon.FILLERS)
                && !words.in(at, Lexicon.ADVERBS)
                && !words.in(at, Lexicon.PRONOUNS)
                && !words.in(at, Lexicon.DETERMINERS)
                && !words.in(at, Lexicon.NUMBERS)
                && !words.number(at)
                && !words.in(at, VERBS_AFTER)
                && !words.text(at).endsWith("ly");
    }

    /** A title without an article: "my badge says optician". */
    private boolean bare(int at) {
        return words.in(at - 1, Set.of("says", "reads", "is", "say", "read", "put", "as", "called", "write", ":", ","));
    }

    /** With what stands before it: "software engineer". */
    private Span trade(Span noun) {
        int from = noun.from();
        while (from > noun.to() - 3
                && from > 0
                && !words.end(from - 1)
                && !words.in(from - 1, Lexicon.DETERMINERS)
                && !words.in(from - 1, Lexicon.PREPOSITIONS)
                && !words.in(from - 1, Lexicon.AUXILIARIES)
                && !words.in(from - 1, Lexicon.PRONOUNS)
                && !words.in(from - 1, Lexicon.CONJUNCTIONS)
                && !bare(from)) {
            from--;
        }
        return new Span(from, noun.to());
    }
}
