package dev.rapport.llm.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of a text, and what of a word stays the same when it is inflected. English only. */
final class Words {
    /** A word with its apostrophes, straight or curly: {@code sister's}, {@code I’m}. */
    static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)*");

    private static final Pattern POSSESSIVE = Pattern.compile("['’]s?$");

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("children", "child"),
            Map.entry("wives", "wif"),
            Map.entry("allergies", "allerg"),
            Map.entry("allergy", "allerg"),
            Map.entry("allergic", "allerg"),
            Map.entry("went", "go"),
            Map.entry("gone", "go"),
            Map.entry("bought", "buy"),
            Map.entry("taught", "teach"),
            Map.entry("spoke", "speak"),
            Map.entry("drank", "drink"),
            Map.entry("ate", "eat"),
            Map.entry("drove", "driv"),
            Map.entry("mice", "mous"),
            Map.entry("does", "do"),
            Map.entry("has", "have"),
            Map.entry("colour", "color"),
            Map.entry("favourite", "favorit"),
            Map.entry("mum", "mom"));

    private Words() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    static boolean isPossessive(String word) {
        return POSSESSIVE.matcher(word).find();
    }

    static boolean isCapitalised(String word) {
        return Character.isUpperCase(word.codePointAt(0));
    }

    /** Equal for the inflected forms of a word, mostly; a light cut of endings, not Porter's algorithm. */
    static String stem(String word) {
        String stem = POSSESSIVE.matcher(lower(word)).replaceFirst("");
        String irregular = IRREGULAR.get(stem);
        if (irregular != null) {
            return irregular;
        }
        stem = withoutPlural(stem);
        irregular = IRREGULAR.get(stem);
        if (irregular != null) {
            return irregular;
        }
        if (stem.length() > 5 && stem.endsWith("ing")) {
            stem = withoutDouble(stem.substring(0, stem.length() - 3));
        } else if (stem.length() > 4 && stem.endsWith("ied")) {
            stem = stem.substring(0, stem.length() - 3) + "y";
        } else if (stem.length() > 4 && stem.endsWith("ed")) {
            stem = withoutDouble(stem.substring(0, stem.length() - 2));
        }
        return stem.length() > 3 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    }

    private static String withoutPlural(String word) {
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.length() > 4 && (word.endsWith("sses") || word.endsWith("ches") || word.endsWith("shes"))) {
            return word.substring(0, word.length() - 2);
        }
        boolean plural = word.length() > 3
                && word.endsWith("s")
                && !word.endsWith("ss")
                && !word.endsWith("us")
                && !word.endsWith("is");
        return plural ? word.substring(0, word.length() - 1) : word;
    }

    private static String withoutDouble(String stem) {
        int last = stem.length() - 1;
        boolean doubled =
                last > 2 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0;
        return doubled ? stem.substring(0, last) : stem;
    }
}
