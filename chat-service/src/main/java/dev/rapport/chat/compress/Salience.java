package dev.rapport.chat.compress;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much a passage tells, judged by itself: by words that show a goal, a decision and so on ({@link Cues}), and by what
 * nobody can guess, which is numbers, dates, names, code and quotes. No question is looked at, so it stays the same from turn
 * to turn. The weights are guesses, looked at on the development data (docs/measurements/0016).
 *
 * @param points in hundredths; below zero for what says nothing
 */
record Salience(Category category, int points) {
    private static final int CUE_POINTS = 60;
    private static final int CUES_MAX = 4;
    private static final int NUMBER_POINTS = 50;
    private static final int NUMBERS_MAX = 3;
    private static final int DATE_POINTS = 40;
    private static final int DATES_MAX = 2;
    private static final int NAME_POINTS = 40;
    private static final int NAMES_MAX = 3;
    private static final int CODE_POINTS = 80;
    private static final int QUOTE_POINTS = 30;
    private static final int QUESTION_POINTS = -150;
    private static final int FEW_WORDS_POINTS = -200;
    private static final int FEW_WORDS = 4;

    /** A point less for so many characters: of two that tell as much the shorter one is better. */
    private static final int LENGTH_OF_A_POINT = 4;

    private static final int LENGTH_COST_MAX = 100;

    private static final WordTable<Boolean> DATES = new WordTable<>(Stream.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december",
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                    "yesterday",
                    "tomorrow",
                    "weekend",
                    "week",
                    "month",
                    "year",
                    "ago")
            .collect(Collectors.toMap(word -> word, _ -> true)));

    private static final int WORDS_AT_FIRST = 32;

    /** Judges a sentence or a short message. */
    static Salience of(String text) {
        return new Reading(text).salience();
    }

    /** Of a fenced block: it cannot be said in other words. */
    static Salience ofCode(String text) {
        return new Salience(Category.TECHNICAL, 2 * CODE_POINTS + CUE_POINTS - lengthCost(text.length()));
    }

    private static int lengthCost(int length) {
        return Math.min(LENGTH_COST_MAX, length / LENGTH_OF_A_POINT);
    }

    /** Goes over the characters once. */
    private static final class Reading {
        private final char[] text; // a copy costs less than the checks of charAt
        private int[] starts = new int[WORDS_AT_FIRST];
        private int[] ends = new int[WORDS_AT_FIRST];
        private int[] hashes = new int[WORDS_AT_FIRST];
        private int words;
        private int numbers;
        private int dates;
        private int names;
        private boolean code;
        private boolean quote;

        Reading(String text) {
            this.text = text.toCharArray();
            boolean begins = true;
            int at = 0;
            while (at < this.text.length) {
                char c = this.text[at];
                if (Character.isLetterOrDigit(c)) {
                    at = word(at, begins);
                    begins = false;
                } else {
                    begins = c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || (begins && c != '`');
                    code |= c == '`' || c == '{' || (c == ':' && text.startsWith("://", at));
                    quote |= c == '"' || c == '“';
                    at++;
                }
            }
        }

        /* Reads the word that begins here; gives where it ends. */
        private int word(int from, boolean begins) {
            boolean digit = false;
            boolean upper = false;
            boolean before = false; // whether the character before is a small letter
            int hash = 0;
            int at = from;
            for (; at < text.length; at++) {
                char c = text[at];
                if (c >= 'a' && c <= 'z') {
                    before = true;
                } else if (Character.isLetterOrDigit(c)) {
                    boolean capital = Character.isUpperCase(c);
                    code |= capital && before;
                    upper |= capital;
                    digit |= Character.isDigit(c);
                    before = Character.isLowerCase(c);
                    c = WordTable.folded(c);
                } else if (joins(c, at)) {
                    code |= c == '_';
                    before = false;
                    c = WordTable.folded(c);
                } else {
                    break;
                }
                hash = WordTable.hash(hash, c);
            }
            numbers += digit ? 1 : 0;
            names += upper && !begins && !digit && isName(from, at) ? 1 : 0;
            dates += DATES.at(hash, text, from, at) == null ? 0 : 1;
            add(from, at, hash);
            return at;
        }

        private void add(int from, int to, int hash) {
            if (words == starts.length) {
                starts = Arrays.copyOf(starts, 2 * words);
                ends = Arrays.copyOf(ends, 2 * words);
                hashes = Arrays.copyOf(hashes, 2 * words);
            }
            starts[words] = from;
            ends[words] = to;
            hashes[words++] = hash;
        }

        private boolean joins(char c, int at) {
            return (c == '\'' || c == '’' || c == '_' || c == '.' || c == ',')
                    && at + 1 < text.length
                    && Character.isLetterOrDigit(text[at + 1]);
        }

        private boolean isName(int from, int to) {
            char first = text[from];
            return Character.isUpperCase(first)
                    && (first != 'I' || (to - from > 1 && Character.isLetter(text[from + 1])));
        }

        Salience salience() {
            Map<Category, Integer> weights = new EnumMap<>(Category.class);
            for (int i = 0; i < words; i++) {
                List<Cues.Cue> cues = Cues.BY_FIRST_WORD.at(hashes[i], text, starts[i], ends[i]);
                if (cues != null) {
                    for (Cues.Cue cue : cues) {
                        if (goesOn(i + 1, cue.rest())) {
                            weights.merge(cue.category(), cue.weight(), Integer::sum);
                        }
                    }
                }
            }
            if (code) {
                weights.merge(Category.TECHNICAL, 1, Integer::sum);
            }
            Category best = Category.OTHER;
            int most = 0;
            for (Map.Entry<Category, Integer> weight : weights.entrySet()) { // of equals the first of the enum
                if (weight.getValue() > most) {
                    best = weight.getKey();
                    most = weight.getValue();
                }
            }
            return new Salience(best, points(most));
        }

        private boolean goesOn(int from, List<String> rest) {
            if (from + rest.size() > words) {
                return false;
            }
            for (int i = 0; i < rest.size(); i++) {
                if (!WordTable.is(rest.get(i), text, starts[from + i], ends[from + i])) {
                    return false;
                }
            }
            return true;
        }

        private int points(int cues) {
            return CUE_POINTS * Math.min(CUES_MAX, cues)
                    + NUMBER_POINTS * Math.min(NUMBERS_MAX, numbers)
                    + DATE_POINTS * Math.min(DATES_MAX, dates)
                    + NAME_POINTS * Math.min(NAMES_MAX, names)
                    + (code ? CODE_POINTS : 0)
                    + (quote ? QUOTE_POINTS : 0)
                    + (text.length > 0 && text[text.length - 1] == '?' ? QUESTION_POINTS : 0)
                    + (words < FEW_WORDS ? FEW_WORDS_POINTS : 0)
                    - lengthCost(text.length);
        }
    }
}
