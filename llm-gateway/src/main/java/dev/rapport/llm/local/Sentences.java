package dev.rapport.llm.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into sentences, and what people say before a sentence off it. */
final class Sentences {
    private static final Pattern END = Pattern.compile("[.!?…]+[\"”’)]*(?=\\s|$)|\\R+");

    private static final Set<String> ABBREVIATIONS = Set.of(
            "st", "dr", "mr", "mrs", "ms", "prof", "no", "vs", "eg", "ie", "etc", "approx", "jr", "sr", "ave", "rd",
            "e.g", "i.e", "a.m", "p.m");

    private static final Pattern REMEMBER = Pattern.compile(
            "^(?:please,? +)?(?:remember|note|keep in mind|bear in mind|don['’]t forget|do not forget)"
                    + "(?: this)?(?: *[:,] *| +that +| +(?!to\\b))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern OPENING = Pattern.compile(
            "^(?:(?:by the way|btw|fyi|just so you know|for the record|actually|oh|well|so|also|and|okay|ok|hi|hello|hey"
                    + "|good (?:morning|afternoon|evening))(?: there)?[,:!.]+ +)+",
            Pattern.CASE_INSENSITIVE);

    private Sentences() {}

    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        Matcher end = END.matcher(text);
        int start = 0;
        while (end.find()) {
            if (end.group().equals(".") && isAbbreviation(text, end.start()) && end.end() < text.length()) {
                continue;
            }
            add(sentences, text.substring(start, end.end()));
            start = end.end();
        }
        add(sentences, text.substring(start));
        return sentences;
    }

    /** Without "Remember that", "By the way," and the like. */
    static String withoutOpening(String text) {
        String before;
        String after = text.strip();
        do {
            before = after;
            after = OPENING.matcher(after).replaceFirst("");
            after = REMEMBER.matcher(after).replaceFirst("");
        } while (!after.equals(before));
        return after;
    }

    private static boolean isAbbreviation(String text, int dot) {
        int start = dot;
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1)) && text.charAt(start - 1) != '(') {
            start--;
        }
        String word = text.substring(start, dot);
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0)) && !word.equals("I");
        return initial || ABBREVIATIONS.contains(Words.lower(word));
    }

    private static void add(List<String> sentences, String text) {
        String sentence = text.strip();
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
    }
}
