package dev.rapport.memory.index;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts text into the words that are compared: lower case, without endings, without the words that stand everywhere.
 *
 * <p>The endings are those of English; words of other languages are compared nearly as they stand, which the vectors make
 * good. An accent is the same whether it is a character of its own or part of its letter. Chinese characters, which nothing separates,
 * are a word each.
 */
final class Terms {
    /** Words of one text that count; a memory of two hundred words is a long one. */
    static final int TERMS_MAX = 256;

    /** Characters of one text that are looked at: {@value #TERMS_MAX} words of 16, so the rest could hardly count. */
    static final int LENGTH_LOOKED_AT_MAX = 4_096;

    private static final int STEM_LENGTH_MIN = 3;
    private static final int TERM_LENGTH_MAX = 40;

    /* Function and question words. They would count much among few memories, where idf cannot tell that they are common. */
    private static final Set<String> STOP_WORDS = Set.of(
            ("a about am an and any are as at be been being but by can could did do does doing for from had has have"
                            + " having he her here him his how i if in into is it its just know like me mine more my of on"
                            + " or our own s she should so some t tell than that the their them then there these they this"
                            + " those to too us was we were what when where which who whom whose why will with would you"
                            + " your ll m re ve d don doesn didn isn")
                    .split(" ", -1));

    private Terms() {}

    /** The distinct words in the order of the text, at most {@value #TERMS_MAX}. */
    static Set<String> of(String text) {
        return new LinkedHashSet<>(all(text));
    }

    /** The words in the order of the text, repeated ones again, at most {@value #TERMS_MAX}. */
    static List<String> all(String text) {
        List<String> terms = new ArrayList<>();
        String lower = Normalizer.normalize(
                        text.substring(0, Math.min(text.length(), LENGTH_LOOKED_AT_MAX)), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
        int start = -1;
        int codePoint;
        for (int i = 0; i < lower.length() && terms.size() < TERMS_MAX; i += Character.charCount(codePoint)) {
            codePoint = lower.codePointAt(i);
            boolean single = Character.isIdeographic(codePoint);
            if (single || !(Character.isLetterOrDigit(codePoint) || (start >= 0 && isMark(codePoint)))) {
                addWord(lower, start, i, terms);
                start = -1;
                if (single) {
                    terms.add(Character.toString(codePoint));
                }
            } else if (start < 0) {
                start = i;
            }
        }
        if (terms.size() < TERMS_MAX) {
            addWord(lower, start, lower.length(), terms);
        }
        return terms.subList(0, Math.min(terms.size(), TERMS_MAX));
    }

    /** Whether it belongs to the letter before it, as the vowel signs of Hindi do. */
    static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static void addWord(String text, int start, int end, List<String> terms) {
        if (start < 0) {
            return;
        }
        String word = text.substring(start, Math.min(end, start + TERM_LENGTH_MAX));
        if (!STOP_WORDS.contains(word)) {
            terms.add(stem(word));
        }
    }

    /** Takes off plural, {@code -ing}, {@code -ed}, a doubled consonant and a last {@code e}; {@code y} becomes {@code i}. */
    static String stem(String word) {
        String stem = word;
        if (stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us")) {
            stem = without(stem, 1);
        }
        String shorter = stem.endsWith("ing") ? without(stem, 3) : stem.endsWith("ed") ? without(stem, 2) : stem;
        if (shorter.length() < stem.length()) {
            int last = shorter.length() - 1;
            boolean doubled = last > 0 && shorter.charAt(last) == shorter.charAt(last - 1);
            stem = doubled ? without(shorter, 1) : shorter;
        }
        if (stem.endsWith("e")) {
            stem = without(stem, 1);
        }
        return stem.endsWith("y") ? without(stem, 1) + "i" : stem;
    }

    /** Short words keep their ending: "red" has none, and "ring" is not "r". */
    private static String without(String word, int length) {
        return word.length() - length >= STEM_LENGTH_MIN ? word.substring(0, word.length() - length) : word;
    }
}
