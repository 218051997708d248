package dev.rapport.llm.local;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The few words whose meaning the local responder knows. All in stems, see {@link Words#stem}. */
final class Lexicon {
    private static final String ANIMALS =
            "dog cat puppy kitten hamster rabbit parrot budgie canary bird fish goldfish horse"
                    + " pony turtle tortoise snake lizard gecko rat mouse ferret guinea";
    private static final String CHILDREN = "child kid son daughter baby toddler stepson stepdaughter twin";
    private static final String SIBLINGS = "sister brother sibling stepsister stepbrother";
    private static final String PARENTS = "mother father mom mum dad parent stepmother stepfather";
    private static final String PARTNERS =
            "wife husband partner spouse girlfriend boyfriend fiancé fiancée fiance fiancee";
    private static final String RELATIVES =
            "uncle aunt cousin nephew niece grandmother grandfather grandma grandpa grandson granddaughter grandparent";
    private static final String OTHERS =
            "friend boss manager colleague coworker neighbour neighbor roommate flatmate doctor"
                    + " dentist teacher landlord landlady team mentor coach";

    private static final String NAMES = "name named called call nickname";
    private static final String LIKING = "like love enjoy favourite favorite prefer fan adore";

    /** Words that say nothing about what a question is about. */
    static final Set<String> EMPTY = stems(
            "a an the this that these those some any what where who whom whose when which"
                    + " why how is are am was were be been being do does did have has had having can could will would shall should"
                    + " may might must i me my mine myself we us our ours you your yours he him his she her hers it its they them"
                    + " their of in on at to from for by with about and or not no yes if so too also again ever now then there here"
                    + " tell know remember recall remind please say said told mention mentioned thing things anything something"
                    + " much many kind sort type i'm i've i'd i'll what's where's who's when's it's let's don't that's got get");

    /** People and animals that belong to somebody, so that what is true of them is not true of the user. */
    static final Set<String> RELATIONS =
            stems(String.join(" ", ANIMALS, CHILDREN, SIBLINGS, PARENTS, PARTNERS, RELATIVES, OTHERS, "pet family"));

    /** Words that any fact of their sort has; alone they do not say which fact is wanted. */
    static final Set<String> GENERIC = stems(NAMES + " " + LIKING
            + " live reside work job do age old year have own dislike hate born move favourite favorite hobby");

    private static final Map<String, Set<String>> MEANS = meanings();

    private Lexicon() {}

    /** The stems that answer a question's word: the word itself, words of the same meaning, and kinds of it. */
    static Set<String> accepted(String stem) {
        return MEANS.getOrDefault(stem, Set.of(stem));
    }

    static Set<String> names() {
        return stems(NAMES);
    }

    private static Map<String, Set<String>> meanings() {
        Map<String, Set<String>> means = new HashMap<>();
        sameMeaning(means, NAMES);
        sameMeaning(means, LIKING + " into");
        sameMeaning(means, "dislike hate loathe detest avoid");
        sameMeaning(means, "live reside home address based settle move");
        sameMeaning(means, "work job employed employer employ profession occupation career living company");
        sameMeaning(means, "allergic intolerant intolerance");
        sameMeaning(means, "birthday born birth");
        sameMeaning(means, "study university college school degree");
        sameMeaning(means, "phone telephone mobile cell");
        sameMeaning(means, "email mail e-mail");
        sameMeaning(means, "mother mom mum");
        sameMeaning(means, "father dad");
        kinds(means, "old age", "old age year born birthday turn " + numberWords());
        kinds(means, "pet animal", ANIMALS);
        kinds(means, "child kid", CHILDREN);
        kinds(means, "sibling", SIBLINGS);
        kinds(means, "parent", PARENTS);
        kinds(means, "partner spouse married", PARTNERS + " married");
        kinds(means, "family relative", String.join(" ", CHILDREN, SIBLINGS, PARENTS, PARTNERS, RELATIVES));
        kinds(means, "hobby interest", LIKING + " play collect");
        kinds(means, "drink", "tea coffee beer wine juice water espresso cocoa milk");
        kinds(means, "eat food meal diet", "vegetarian vegan pizza pasta sushi meat fish rice dish cook");
        kinds(means, "instrument", "play piano guitar violin drums flute cello");
        kinds(means, "sport", "play football tennis run swim hike cycle climb ski basketball yoga");
        kinds(means, "language", "speak learn english german french spanish portuguese italian chinese japanese");
        kinds(means, "pronoun gender", "he she they");
        return Map.copyOf(means);
    }

    static String numberWords() {
        return "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
                + " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety";
    }

    private static void sameMeaning(Map<String, Set<String>> means, String words) {
        Set<String> all = stems(words);
        all.forEach(stem -> means.merge(stem, all, Lexicon::union));
    }

    private static void kinds(Map<String, Set<String>> means, String words, String kinds) {
        Set<String> all = union(stems(words), stems(kinds));
        stems(words).forEach(stem -> means.merge(stem, all, Lexicon::union));
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> both = new HashSet<>(left);
        both.addAll(right);
        return both;
    }

    static Set<String> stems(String words) {
        return Arrays.stream(words.split(" +")).map(Words::stem).collect(Collectors.toUnmodifiableSet());
    }
}
