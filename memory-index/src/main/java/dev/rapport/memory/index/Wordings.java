package dev.rapport.memory.index;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which slots say the same in nearly the same words: "I have a cat." and "Well, I have really a cat!".
 *
 * <p>Each text has a number that is the same for texts whose words are the same in the same order, when case, punctuation and
 * words that add nothing are left away. Everything that could make a difference counts: numbers, names, "not", prepositions. So
 * "two cats" and "three cats" differ, as do "from Porto to Leeds" and "from Leeds to Porto", however near their vectors are.
 *
 * <p>Many threads may read while one adds: a reader asks for slots that it knows of.
 */
final class Wordings {
    private static final Set<String> FILLERS = Set.of(
            "a",
            "an",
            "the",
            "really",
            "very",
            "just",
            "so",
            "too",
            "also",
            "well",
            "oh",
            "hey",
            "ah",
            "actually",
            "quite");

    /** The rests that an apostrophe leaves: "I'm" is read as "I", "m". */
    private static final Map<String, String> SHORT =
            Map.of("am", "m", "is", "s", "are", "re", "have", "ve", "will", "ll", "would", "d");

    private static final long MIX = 0x9E3779B97F4A7C15L; // odd, with bits in no order

    private volatile long[] numbers = new long[16];
    private int size;

    /** Puts a text into the next slot. */
    void add(String text) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
        }
        numbers[size++] = of(text);
    }

    /** Lets go of a slot's wording. */
    void remove(int slot) {
        numbers[slot] = 0;
    }

    /** The number of a slot's wording. */
    long of(int slot) {
        return numbers[slot];
    }

    /** Memory held, estimated. The writer's. */
    long weightBytes() {
        return (long) numbers.length * Long.BYTES;
    }

    /** The number of a text; all of it counts, since a difference may stand at the end. */
    static long of(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        long number = 0;
        int start = -1;
        int codePoint;
        for (int i = 0; i < lower.length(); i += Character.charCount(codePoint)) {
            codePoint = lower.codePointAt(i);
            if (Character.isLetterOrDigit(codePoint) || (start >= 0 && Terms.isMark(codePoint))) {
                start = start < 0 ? i : start;
            } else {
                number = withWord(number, start < 0 ? "" : lower.substring(start, i));
                start = -1;
                boolean meansSomething = Character.getType(codePoint) == Character.OTHER_SYMBOL // an emoji
                        || Character.getType(codePoint) == Character.CURRENCY_SYMBOL
                        || Character.getType(codePoint) == Character.MATH_SYMBOL
                        || codePoint == '%'
                        || codePoint == '#' // "C#" is not "C"
                        || codePoint == '-' // "-5" is not "5"
                        || isBetweenDigits(lower, i); // "1.5" is not "15", nor "1, 5"
                if (meansSomething) {
                    number = mixed(number, codePoint);
                }
            }
        }
        return withWord(number, start < 0 ? "" : lower.substring(start));
    }

    private static boolean isBetweenDigits(String text, int index) {
        return index > 0
                && index + 1 < text.length()
                && Character.isDigit(text.charAt(index - 1))
                && Character.isDigit(text.charAt(index + 1));
    }

    private static long withWord(long number, String word) {
        return word.isEmpty() || FILLERS.contains(word)
                ? number
                : mixed(number, SHORT.getOrDefault(word, word).hashCode());
    }

    private static long mixed(long number, int next) {
        long mixed = (number + next) * MIX;
        return mixed ^ (mixed >>> 29);
    }
}
