package dev.rapport.eval.traits;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether two values mean the same: F1 of the stems of their words, without the little ones. */
final class Stems {
    /** At least this, and the values agree. */
    static final double AGREE_MIN = 0.5;

    private static final Set<String> LITTLE = Set.of(
            "a", "an", "the", "my", "of", "to", "in", "on", "at", "for", "and", "i", "do", "not", "some", "with", "is",
            "s");
    private static final List<String> ENDINGS = List.of("ing", "ies", "es", "ed", "s", "y", "e");

    private Stems() {}

    /** 0 to 1. */
    static double f1(String left, String right) {
        List<String> ours = of(left);
        List<String> theirs = of(right);
        Set<String> common = new HashSet<>(ours);
        common.retainAll(theirs);
        return common.isEmpty() ? 0 : 2.0 * common.size() / (ours.size() + theirs.size());
    }

    static boolean agree(String left, String right) {
        return f1(left, right) >= AGREE_MIN;
    }

    /** Whether all words are the same, in order. */
    static boolean same(String left, String right) {
        return of(left).equals(of(right));
    }

    private static List<String> of(String text) {
        List<String> stems = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty() && !LITTLE.contains(word)) {
                stems.add(stem(word));
            }
        }
        return stems;
    }

    private static String stem(String word) {
        String stem = word;
        for (String ending : ENDINGS) {
            if (stem.length() > ending.length() + 2 && stem.endsWith(ending)) {
                stem = stem.substring(0, stem.length() - ending.length());
                break;
            }
        }
        boolean doubled = stem.length() > 3 && stem.charAt(stem.length() - 1) == stem.charAt(stem.length() - 2);
        return doubled ? stem.substring(0, stem.length() - 1) : stem;
    }
}
