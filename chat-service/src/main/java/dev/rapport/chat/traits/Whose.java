package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import java.util.Set;

/**
 * Whose the things of a statement are, and whether they are so now: read once, from left to right, so that each word knows
 * who was named last before it.
 */
final class Whose {
    private static final Set<String> SELF = words("i we me us my our mine ours myself");
    private static final Set<String> OTHER_PRONOUNS = words("""
            he she they them him his her their you your hers theirs yours someone somebody everyone everybody people nobody
            anyone folks""");
    private static final Set<String> OTHERS_THINGS = words("his her their your");

    /** People that are not the user, beside relatives and partners. */
    private static final Set<String> OTHERS = words("""
            friend buddy mate pal neighbour neighbor colleague coworker co-worker roommate flatmate housemate classmate
            cousin girlfriend boyfriend ex fiance fiancee in-laws husband wife partner kid kids child children teenager
            stranger guest guests guy woman man celebrity
            godson goddaughter grandkids student students patient customer hubby kiddo""");

    private static final Set<String> POINTING = words("there that it here what who let this where");
    private static final Cues OVER = Cues.of("""
            quit stopped sold former anymore""", """
            used_to gave_up given_up giving_up gave_away years_ago long_ago decades_ago a_kid a_child a_teenager any_more
            no_longer passed_away once_had once_owned in_college""");
    private static final Cues UNREAL = Cues.of("""
            wish dream dreamed dreamt someday imagine suppose pretend consider considering
            wondering wonder""", """
            thinking_of thinking_about one_day want_to wanted_to wants_to like_to love_to going_to tempted_to""");
    private static final Set<String> MAYBE = words("would could might should");
    private static final Cues SHOWN = Cues.of("""
            watch watched watching documentary film movie tv television novel article museum zoo song songs read reading
            solo painting exhibition circus statue sculpture poem podcast videogame""", "");

    private final Words words;
    private final Cues.Found cues;
    private final boolean[] selfLast;
    private final boolean[] otherLast;
    private final boolean anySelf;
    private final boolean anyOther;
    private final boolean[] personLast;
    private final boolean anyPerson;

    Whose(Words words, Cues.Found cues) {
        this.words = words;
        this.cues = cues;
        this.selfLast = new boolean[words.size()];
        this.otherLast = new boolean[words.size()];
        this.personLast = new boolean[words.size()];
        boolean self = false;
        boolean other = false;
        boolean selfSeen = false;
        boolean otherSeen = false;
        boolean person = false;
        boolean personSeen = false;
        for (int i = 0; i < words.size(); i++) {
            selfLast[i] = self;
            otherLast[i] = other;
            personLast[i] = person;
            if (isOther(i)) {
                person = !words.in(i, OTHER_PRONOUNS);
                personSeen |= person;
                self = false;
                other = true;
                otherSeen = true;
            } else if (words.in(i, SELF) && !leadsToOther(i)) {
                self = true;
                other = false;
                person = false;
                selfSeen = true;
            }
        }
        this.anySelf = selfSeen;
        this.anyOther = otherSeen;
        this.anyPerson = personSeen;
    }

    /** "My sister" and "a friend of mine" are not the user. */
    private boolean leadsToOther(int at) {
        boolean of = words.is(at, "mine") && words.is(at - 1, "of");
        boolean my = words.is(at, "my") || words.is(at, "our");
        for (int i = at + 1; my && i < at + 4 && !words.end(i); i++) {
            if (isOther(i)) {
                return true;
            }
            if (words.in(i, Lexicon.AUXILIARIES) || words.in(i, Lexicon.PREPOSITIONS)) {
                return false;
            }
        }
        return of;
    }

    private boolean isOther(int at) {
        return words.in(at, OTHER_PRONOUNS) || isPerson(words.text(at));
    }

    /** Whether the noun is for people other than the user. */
    static boolean isPerson(String word) {
        String noun = Nouns.singular(word);
        return OTHERS.contains(noun)
                || OTHERS.contains(word)
                || Nouns.RELATIVES.containsKey(noun)
                || Nouns.PARTNERS.contains(noun);
    }

    boolean anySelf() {
        return anySelf;
    }

    boolean anyOther() {
        return anyOther;
    }

    /** Whether what stands here is the user's, as far as can be told by who was named last before it. */
    boolean mine(int at) {
        return selfLast[at];
    }

    /** Whether somebody else was named last before it, or it follows a genitive. */
    boolean anothers(int at) {
        return otherLast[at] || genitive(at);
    }

    /** Whether somebody is named who is more than a pronoun. */
    boolean anyPerson() {
        return anyPerson;
    }

    /** Whether it is said to belong to somebody else, or such a one was named last before it. */
    boolean othersThing(int at) {
        boolean possessive = false;
        for (int i = at - 1; i >= 0 && i >= at - 3 && !words.end(i); i--) {
            possessive |= words.in(i, OTHERS_THINGS);
        }
        return personLast[at] || possessive || genitive(at);
    }

    /** Whether the user is named after it. */
    boolean mineAfter(int at) {
        for (int i = at + 1; i < words.size(); i++) {
            if (words.in(i, SELF) && !leadsToOther(i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody else was named last before it. */
    boolean othersBefore(int at) {
        return otherLast[at];
    }

    private boolean genitive(int at) {
        for (int i = at - 1; i >= 0 && i >= at - 3 && !words.end(i); i--) {
            boolean is = words.in(i - 1, POINTING) || words.in(i + 1, Lexicon.DETERMINERS) || words.is(i + 1, "the");
            if (words.is(i, "'s") && !is) {
                return true;
            }
        }
        return false;
    }

    /** Whether "my" or "our" stands before it, with no more than two words between them. */
    boolean possessed(int at) {
        for (int i = at - 1; i >= 0 && i >= at - 3 && !words.end(i); i--) {
            if (words.is(i, "my") || words.is(i, "our")) {
                return true;
            }
            if (words.in(i, Lexicon.PREPOSITIONS) || words.in(i, Lexicon.AUXILIARIES) || words.in(i, SELF)) {
                return false;
            }
        }
        return false;
    }

    /** Whether it is no longer so, or not really. */
    boolean unreal() {
        return cues.has(OVER) || cues.has(UNREAL) || wasOnce() || maybe();
    }

    /** "Would" and its like, but not "wouldn't stop barking" and "could hardly sleep", which are told as fact. */
    boolean maybe() {
        for (int i = 0; i < words.size(); i++) {
            boolean fact = words.in(i + 1, Set.of("not", "hardly", "barely", "never"));
            if (words.in(i, MAYBE) && !fact) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is over. */
    boolean over() {
        return cues.has(OVER);
    }

    /** "If I were", and what one dreams or wishes. */
    boolean supposed() {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.is(i, "i") && words.is(i + 1, "were")) {
                return true;
            }
        }
        return cues.has(UNREAL);
    }

    /** Whether it is told, shown or played. */
    boolean shown() {
        return cues.has(SHOWN);
    }

    private boolean wasOnce() {
        for (int i = 0; i + 2 < words.size(); i++) {
            if (words.run(i, "when", "i", "was")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a "not" stands so near before it that it is about it. */
    boolean denied(int at) {
        for (int i = at - 1; i >= 0 && i >= at - 6; i--) {
            if (words.in(i, Lexicon.CONJUNCTIONS) || words.is(i, ",") || words.is(i, ";")) {
                return false;
            }
            if (words.is(i, "not") || words.is(i, "never") || words.is(i, "no") || words.is(i, "without")) {
                return true;
            }
        }
        return false;
    }
}
