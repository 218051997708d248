package dev.rapport.chat.traits;

import static dev.rapport.chat.traits.Lexicon.ADVERBS;
import static dev.rapport.chat.traits.Lexicon.words;

import dev.rapport.chat.traits.VerbGroup.Mood;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One row of the table: after such a verb and such words comes a value of such an attribute.
 *
 * <p>The pattern is words with blanks between them: {@code a|b} is either, {@code ?a|b} may be missing, and an adverb may
 * stand anywhere. There is no repetition and no way back, so that trying a row costs no more than its length.
 *
 * @param heads what a word of the value must be one of, and of a diet or a condition its last one; empty if any will do
 * @param denial what it means when the verb is denied
 * @param withVerb whether the verb is part of the value, or all of it: "I paint"
 */
record TraitRule(
        List<Step> steps,
        Attribute attribute,
        ValueKind kind,
        float confidence,
        Set<String> heads,
        Set<Mood> moods,
        Denial denial,
        boolean withVerb) {

    /** What "not" makes of a row. */
    enum Denial {
        /** The value is no longer so. */
        CLOSES,
        /** It says nothing. */
        NOTHING,
        /** Not to like is to dislike, unless it is only over. */
        DISLIKE,
        /** Only the denial says something: "I can't stand", "I don't eat". */
        REQUIRED
    }

    /**
     * One place of the pattern.
     *
     * @param optional whether it may be missing
     * @param any the words that fit
     */
    record Step(boolean optional, Set<String> any) {}

    private static final int ADVERBS_MAX = 3;

    /** What may stand behind a diet or a condition that is the user's nevertheless: "vegan food", "bipolar disorder". */
    private static final Set<String> AFTER_CONDITION = words("""
            person people diet lifestyle food foods meals meat products disorder disease syndrome condition spectrum attacks
            attack headaches symptoms symptom issues issue problems problem patient survivor sufferer mellitus type""");

    static TraitRule of(String pattern, Attribute attribute, ValueKind kind, double confidence) {
        List<Step> steps = pattern.isBlank()
                ? List.of()
                : Arrays.stream(pattern.strip().split(" ", -1))
                        .map(TraitRule::step)
                        .toList();
        return new TraitRule(
                steps, attribute, kind, (float) confidence, Set.of(), Set.of(Mood.PLAIN), Denial.CLOSES, false);
    }

    private static Step step(String text) {
        boolean optional = text.startsWith("?");
        return new Step(optional, Set.of((optional ? text.substring(1) : text).split("\\|", -1)));
    }

    TraitRule only(Set<String> values) {
        return new TraitRule(steps, attribute, kind, confidence, values, moods, denial, withVerb);
    }

    TraitRule when(Mood... these) {
        return new TraitRule(steps, attribute, kind, confidence, heads, Set.of(these), denial, withVerb);
    }

    TraitRule denied(Denial meaning) {
        return new TraitRule(steps, attribute, kind, confidence, heads, moods, meaning, withVerb);
    }

    TraitRule withItsVerb() {
        return new TraitRule(steps, attribute, kind, confidence, heads, moods, denial, true);
    }

    /** Where the value begins if the words from {@code from} on fit; -1 if they do not. */
    int valueAt(Words words, int from) {
        int at = from;
        for (Step step : steps) {
            if (!step.any().contains(words.text(at))) {
                int past = pastAdverbs(words, at);
                if (past > at && step.any().contains(words.text(past))) {
                    at = past;
                } else if (step.optional()) {
                    continue;
                } else {
                    return -1;
                }
            }
            at++;
        }
        return at;
    }

    private static int pastAdverbs(Words words, int from) {
        int at = from;
        while (at < from + ADVERBS_MAX && words.in(at, ADVERBS)) {
            at++;
        }
        return at;
    }

    /** Whether the value's head is one of those asked for. */
    boolean fits(Words words, Span value) {
        return heads.isEmpty() || (head(words, value) >= 0 && (!lastCounts() || endsWell(words, value)));
    }

    /** "A diabetic friend" has what the user has not, and "a cancer researcher" has a trade. */
    private boolean lastCounts() {
        return attribute == Attribute.HEALTH || attribute == Attribute.DIET;
    }

    private boolean endsWell(Words words, Span value) {
        int last = value.to() - 1;
        while (last > value.from() && words.number(last)) { // "diabetes type 2"
            last--;
        }
        String word = words.text(last);
        return Nouns.oneOf(heads, word) || AFTER_CONDITION.contains(word) || Nouns.GENDERS.contains(word);
    }

    /** The value without what is only said of it: "man" of "28 year old man", "Spanish" of "fluent Spanish". */
    Span core(Words words, Span value) {
        boolean bare = attribute == Attribute.GENDER
                || attribute == Attribute.RELATIONSHIP
                || (attribute == Attribute.LANGUAGE && !words.is(value.to() - 1, "languages"));
        int head = head(words, value);
        return bare && head >= 0 ? new Span(head, head + 1) : value;
    }

    private int head(Words words, Span value) {
        for (int i = value.to() - 1; i >= value.from(); i--) {
            if (Nouns.oneOf(heads, words.text(i))) {
                return i;
            }
        }
        return -1;
    }
}
