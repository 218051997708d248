package dev.rapport.chat.summary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words and numbers of a text, to look up whether another one draws on it. */
final class SourceWords {
    /* With its sign and what joins its parts: 1,300, 3.5, 12:30, 2026-05-12, 10-15. Possessive: a long run of them must not fill
     * the stack. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:(?<![\\p{L}\\p{Nd}])[-\u2212](?=\\p{Nd}))?\\p{Nd}++(?:[.,:/'\u2019-]\\p{Nd}++)*+");

    private static final Pattern THOUSANDS = Pattern.compile("-?\\d{1,3}(?:[,'\u2019]\\d{3})++(?:\\.\\d+)?");
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*");

    /** So many letters tell whether two words are forms of one. */
    private static final int STEM_LENGTH = 4;

    private final Set<String> numbers = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> stems = new HashSet<>();

    SourceWords(List<String> texts) {
        for (String text : texts) {
            numbers.addAll(numbers(text));
            for (String word : words(text)) {
                String small = word.toLowerCase(Locale.ROOT);
                words.add(small);
                stems.add(stem(small));
            }
        }
    }

    /** Numbers and dates in figures, each as it compares: in ASCII and without marks between thousands. */
    static List<String> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(SourceWords::ascii)
                .map(number -> THOUSANDS.matcher(number).matches() ? number.replaceAll("[,'\u2019]", "") : number)
                .toList();
    }

    /** Words as they are written. Of a script that puts no spaces between words each letter is one. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        WORD.matcher(text).results().map(MatchResult::group).forEach(word -> {
            if (isSpaced(word.codePointAt(0))) {
                words.add(word);
            } else {
                word.codePoints().mapToObj(Character::toString).forEach(words::add);
            }
        });
        return words;
    }

    boolean hasNumber(String number) {
        return numbers.contains(number);
    }

    /** @param word in any letters */
    boolean hasWord(String word) {
        return words.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether it has a form of the word. */
    boolean hasFormOf(String word) {
        return stems.contains(stem(word.toLowerCase(Locale.ROOT)));
    }

    /** Whether a word tells anything by itself: short ones stand in every text. */
    static boolean tells(String word) {
        return word.length() >= STEM_LENGTH || !isSpaced(word.codePointAt(0));
    }

    private static String stem(String word) {
        return word.length() > STEM_LENGTH ? word.substring(0, STEM_LENGTH) : word;
    }

    private static boolean isSpaced(int letter) {
        return switch (Character.UnicodeScript.of(letter)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }

    private static String ascii(String number) {
        StringBuilder plain = new StringBuilder();
        number.chars().forEach(c -> {
            int digit = Character.digit(c, 10);
            plain.append(digit >= 0 ? (char) ('0' + digit) : c == '\u2212' ? '-' : (char) c);
        });
        return plain.toString();
    }
}
