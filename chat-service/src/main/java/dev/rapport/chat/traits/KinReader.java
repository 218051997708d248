package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.List;
import java.util.Set;

/**
 * Reads what the user tells of those around them: relatives, the partner and pets.
 *
 * <p>"He", "she" and their possessives go on with whoever was named last in this message.
 */
final class KinReader {
    private static final int PREDICATES_MAX = 4;

    private static final Set<String> KEPT_ADJECTIVES = words("older younger twin elder eldest oldest youngest");
    private static final Set<String> DROPPED_ADJECTIVES = words("""
            little big baby only dear lovely beautiful sweet wonderful amazing new own two three four five 2 3 4 5 middle
            teenage whole old elderly adorable cute beloved crazy fat black white brown rescue adopted grown""");
    private static final Set<String> HE = words("""
            father brother son grandfather uncle nephew stepfather stepbrother stepson grandson father-in-law
            brother-in-law older-brother younger-brother""");
    private static final Set<String> SHE = words("""
            mother sister daughter grandmother aunt niece stepmother stepsister stepdaughter granddaughter mother-in-law
            sister-in-law older-sister younger-sister""");
    private static final Set<String> AFTER_PREDICATE = words("and but now today too also to");
    private static final Set<String> PET_DETAILS = words("name age");
    private static final Set<String> DETAILS = words("name age birthday job");

    private final Findings findings;
    private final Work work;
    /** The key of whoever was named last, empty if nobody was or another one was since. */
    private String last = "";
    /** The name of the one named last, in lower case; empty if it was not told. */
    private String lastName = "";
    /** Where in the message the one named last ends; another one stands behind it. */
    private int lastEnd;

    KinReader(Findings findings, Work work) {
        this.findings = findings;
        this.work = work;
    }

    /**
     * Reads on from the word after "my"; false when no relative, partner or pet stands there.
     *
     * @param told whether the user tells it as fact; if not, no more is known than that there is such a one, and the name
     */
    boolean readMy(Words words, int from, boolean told) {
        int noun = from;
        String adjective = "";
        while (noun < from + 3 && (words.in(noun, KEPT_ADJECTIVES) || words.in(noun, DROPPED_ADJECTIVES))) {
            adjective = words.in(noun, KEPT_ADJECTIVES) ? words.text(noun) + '-' : adjective;
            noun++;
        }
        noun = words.is(noun, "pet") && kindFollows(words, noun + 1) ? noun + 1 : noun;
        String key = words.is(noun - 1, "pet") ? "pet." + plain(words.text(noun)) : key(words, noun, adjective);
        if (key.isEmpty() || key.equals("pet.")) {
            return false;
        }
        int after = inLaw(words, noun) ? noun + 3 : noun + 1;
        mention(words, key, new Span(noun > from && words.number(noun - 1) ? noun - 1 : noun, after), told);
        goOnWith(words, key, after);
        about(words, key, after, told);
        String other = told && words.is(after, "and") ? key(words, after + 1, "") : "";
        if (!other.isEmpty()) { // "my dad and brother"
            mention(words, other, new Span(after + 1, after + 2), true);
        }
        return true;
    }

    /** Whether "my pet" goes on with what it is: "my pet iguana". */
    private static boolean kindFollows(Words words, int at) {
        return !words.end(at)
                && !words.capital(at)
                && !words.in(at, Lexicon.AUXILIARIES)
                && !words.in(at, Lexicon.ADVERBS)
                && !words.in(at, Lexicon.CONJUNCTIONS)
                && !words.in(at, Lexicon.PREPOSITIONS)
                && !KinRules.verb(words.text(at))
                && !words.is(at, "and")
                && !words.is(at, "named")
                && !words.is(at, "called");
    }

    /** The word as part of a key; empty if it has other letters than a key may have. */
    private static String plain(String word) {
        String kind = Nouns.singular(word);
        return kind.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-') ? kind : "";
    }

    /** Reads on from the word after "he" or "she". */
    void readPronoun(Words words, int at) {
        if (last.isEmpty() || !fits(words.text(at))) {
            return;
        }
        if (words.is(at, "his") || words.is(at, "her") || words.is(at, "its")) {
            detail(words, last, at + 1);
        } else {
            predicates(words, last, at + 1);
        }
    }

    /** Makes the pet or relative in "I have a dog" the one that "he" and "she" go on with. */
    void remember(Words words, Attribute attribute, Span value) {
        String word = words.text(value.to() - 1);
        String key = key(words, value.to() - 1, "");
        boolean kin = attribute == Attribute.PET
                || attribute == Attribute.FAMILY
                || attribute == Attribute.CHILDREN
                || attribute == Attribute.PARTNER;
        if (kin && !key.isEmpty() && Nouns.singular(word).equals(word)) {
            goOnWith(words, key, value.to());
            if (words.is(value.to(), "called") || words.is(value.to(), "named")) {
                named(words, value.to() + 1);
            }
        }
    }

    /** Makes this one, whose noun ends before {@code to}, the one that "he" and "she" go on with. */
    private void goOnWith(Words words, String key, int to) {
        last = key;
        lastName = "";
        lastEnd = words.at(Math.min(to, words.size()) - 1).end();
    }

    /** Keeps the name of the one named last, so that it is not taken for another one. */
    private void named(Words words, int at) {
        lastName = words.text(at);
    }

    /** Forgets the one named last if another one stands here whom "he" or "she" may be as well. */
    void passBy(Words words, int at) {
        String word = words.text(at);
        if (last.isEmpty() || word.equals(lastName) || words.at(at).start() < lastEnd || !Newcomers.at(words, at)) {
            return;
        }
        String relation = relation();
        boolean otherSex = (HE.contains(relation) && (SHE.contains(word) || Newcomers.female(word)))
                || (SHE.contains(relation) && (HE.contains(word) || Newcomers.male(word)));
        if (!otherSex) { // "my brother and his wife": "he" is the brother
            last = "";
        }
    }

    private String relation() {
        return last.substring(last.lastIndexOf('.') + 1);
    }

    private boolean fits(String pronoun) {
        String relation = relation();
        return switch (pronoun) {
            case "he", "his" -> !SHE.contains(relation);
            case "she", "her" -> !HE.contains(relation);
            default -> last.startsWith("pet.");
        };
    }

    private static String key(Words words, int noun, String adjective) {
        String word = Nouns.singular(words.text(noun));
        if (words.is(noun + 1, "tongue")) {
            return "";
        }
        if (Nouns.PARTNERS.contains(word)) {
            return "partner";
        }
        String relation = Nouns.RELATIVES.get(word);
        if (relation != null) {
            return "family." + adjective + relation + (inLaw(words, noun) ? "-in-law" : "");
        }
        return Nouns.PETS.contains(word) && !words.is(noun + 1, "food") ? "pet." + word : "";
    }

    private static boolean inLaw(Words words, int noun) {
        return words.is(noun + 1, "in") && words.is(noun + 2, "law");
    }

    private void mention(Words words, String key, Span span, boolean told) {
        Attribute attribute = attribute(key);
        boolean gone = told && attribute != Attribute.FAMILY && gone(words, span);
        if (!key.equals("family.family")) {
            Polarity polarity = gone ? Polarity.DENIED : Polarity.AFFIRMED;
            findings.add(attribute.key(), attribute.cardinality(), words, span, polarity, 0.7f);
        }
    }

    /** "My dog Rex died", "my girlfriend left me", "I broke up with my boyfriend". */
    private static boolean gone(Words words, Span who) {
        if (words.run(who.from() - 4, "broke", "up", "with") || words.run(who.from() - 3, "divorced", "from")) {
            return true;
        }
        int at = words.capital(who.to()) ? who.to() + 1 : who.to();
        boolean given = words.is(who.from() - 2, "gave") || words.is(who.from() - 2, "give");
        if ((given && words.is(at, "away"))
                || words.is(who.from() - 2, "sold")
                || words.is(who.from() - 2, "rehomed")) {
            return true;
        }
        return words.is(at, "died")
                || words.run(at, "passed", "away")
                || words.run(at, "is", "dead")
                || words.run(at, "broke", "up")
                || words.run(at, "left", "me");
    }

    private static Attribute attribute(String key) {
        if (key.equals("partner")) {
            return Attribute.PARTNER;
        }
        return key.startsWith("pet.") ? Attribute.PET : Attribute.FAMILY;
    }

    private void about(Words words, String key, int from, boolean told) {
        int at = from;
        if (words.is(at, "'s") && words.in(at + 1, DETAILS)) {
            if (told) {
                detail(words, key, at + 1);
            }
            return;
        }
        if (words.is(at, ",") && words.capital(at + 1) && !words.is(at + 1, "i")) {
            at = names(words, key, at + 1);
            at = words.is(at, ",") ? at + 1 : at;
        } else if ((words.capital(at) && !words.is(at, "i")) || unwrittenCapital(words, at)) {
            at = names(words, key, at);
        } else if (words.is(at, "called") || words.is(at, "named")) {
            at = names(words, key, at + 1);
        }
        if (told) {
            predicates(words, key, at);
        }
    }

    /** Whether "tom" stands here, as in "my brother tom works as a cook". */
    private static boolean unwrittenCapital(Words words, int at) {
        boolean word = !words.end(at)
                && !KinRules.verb(words.text(at))
                && !words.in(at, Lexicon.AUXILIARIES)
                && !words.in(at, Lexicon.ADVERBS)
                && !words.in(at, Lexicon.CONJUNCTIONS)
                && !words.in(at, Lexicon.PREPOSITIONS)
                && !words.in(at, Lexicon.PRONOUNS)
                && !words.is(at, "and");
        return word && KinRules.verb(words.text(at + 1)) && !words.text(at).endsWith("s");
    }

    private int names(Words words, String key, int from) {
        ValueReader values = new ValueReader(words, work);
        if (key.equals(last)) {
            named(words, from);
        }
        if (key.startsWith("pet.")) {
            return new Names(words, findings, values).petNames(key, from);
        }
        List<Span> name = values.read(ValueKind.NAME, from);
        if (name.isEmpty()) {
            return from;
        }
        findings.affirm(Attribute.NAME.keyOf(key), Attribute.NAME, words, name.getFirst(), 0.85);
        return name.getFirst().to();
    }

    /** "Her name is Ana", "his birthday is on 3 May". */
    private void detail(Words words, String key, int at) {
        if (!words.in(at, DETAILS) || !(words.is(at + 1, "is") || words.is(at + 1, "'s"))) {
            return;
        }
        int value = words.is(at + 2, "on") ? at + 3 : at + 2;
        ValueReader values = new ValueReader(words, work);
        switch (words.text(at)) {
            case "name" -> names(words, key, value);
            case "age" -> report(words, key, Attribute.AGE, values.read(ValueKind.AGE, value));
            case "birthday" -> report(words, key, Attribute.BIRTHDAY, values.read(ValueKind.DATE, value));
            default -> report(words, key, Attribute.JOB, values.read(ValueKind.THING, value));
        }
    }

    private void report(Words words, String key, Attribute attribute, List<Span> values) {
        boolean kept = !key.startsWith("pet.") || PET_DETAILS.contains(attribute.key());
        if (kept) {
            values.forEach(span -> findings.affirm(attribute.keyOf(key), attribute, words, span, 0.85));
        }
    }

    private void predicates(Words words, String key, int from) {
        int at = from;
        for (int i = 0; i < PREDICATES_MAX && at >= 0; i++) {
            VerbGroup group = VerbGroup.read(words, at);
            int end = apply(words, key, group);
            boolean more = end >= 0 && (words.is(end, "and") || words.is(end, ","));
            at = more ? (words.is(end + 1, "and") ? end + 2 : end + 1) : -1;
        }
    }

    private int apply(Words words, String key, VerbGroup group) {
        String verb = group.verb().equals("'s") || group.verb().equals("am") ? "is" : group.verb();
        ValueReader values = new ValueReader(words, work);
        for (TraitRule rule : KinRules.of(verb)) {
            work.step();
            int from = rule.moods().contains(group.mood()) ? rule.valueAt(words, group.after()) : -1;
            boolean kept = !key.startsWith("pet.")
                    || PET_DETAILS.contains(rule.attribute().key());
            if (from < 0 || !kept) {
                continue;
            }
            int end = -1;
            for (Span span : values.read(rule.kind(), from)) {
                boolean each = rule.kind() == ValueKind.AGE && words.is(group.at(), "are"); // "my kids are 4 and 6"
                boolean fits = rule.fits(words, span) && ageFits(words, rule, span);
                if (!each && fits && !genitive(words, group, rule, from, span)) {
                    Polarity polarity = group.denied() ? Polarity.DENIED : Polarity.AFFIRMED;
                    if (!group.denied() || rule.denial() != TraitRule.Denial.NOTHING) {
                        findings.add(
                                rule.attribute().keyOf(key),
                                cardinality(key, rule),
                                words,
                                span,
                                polarity,
                                rule.confidence());
                    }
                    end = span.to();
                }
            }
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private static Cardinality cardinality(String key, TraitRule rule) {
        return key.startsWith("pet.") ? Cardinality.MULTIPLE : rule.attribute().cardinality();
    }

    private static boolean ageFits(Words words, TraitRule rule, Span span) {
        return rule.kind() != ValueKind.AGE
                || words.end(span.to())
                || words.in(span.to(), Set.of("years", "year", "yrs", "and", "but", "now", "today"));
    }

    /**
     * Whether the 's may say whose the next thing is: "my sister's vegan friend", "my wife's boss", "my son's 5 year old cousin". A
     * trade without an article always is; the rest is what she is if nothing follows that could be hers.
     */
    private static boolean genitive(Words words, VerbGroup group, TraitRule rule, int from, Span span) {
        boolean bare = words.is(group.at(), "'s") && from == group.after() && !group.denied();
        boolean has = rule.attribute() == Attribute.HEALTH && Nouns.oneOf(Nouns.CONDITIONS, words.text(span.to() - 1));
        if (!bare || has || rule.kind() == ValueKind.TRADE) { // "my mother's diabetes" is hers either way
            return bare && !has;
        }
        int next = span.to();
        if (rule.kind() == ValueKind.AGE && words.in(next, Set.of("years", "yrs"))) {
            next += words.is(next + 1, "old") ? 2 : 1;
        }
        return !words.end(next)
                && !words.in(next, AFTER_PREDICATE)
                && !words.in(next, Lexicon.CONJUNCTIONS)
                && !words.in(next, Lexicon.PREPOSITIONS);
    }
}
