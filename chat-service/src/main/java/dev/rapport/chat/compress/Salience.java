package dev.rapport.chat.compress;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

    private static final Set<String> DATES = Set.of(
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
            "ago");

    /** Judges a sentence or a short message. */
    static Salience of(String text) {
        return new Reading(text).salience();
    }

    /** Of a fenced block: it cannot be said in other words. */
    static Salience ofCode(String text) {
        return new Salience(Category.TECHNICAL, 2 * CODE_POINTS + CUE_POINTS - lengthCost(text));
    }

    private static int lengthCost(String text) {
        return Math.min(LENGTH_COST_MAX, text.length() / LENGTH_OF_A_POINT);
    }

    /** Goes over the characters once. */
    private static final class Reading {
        private final String text;
        private final List<String> words = new ArrayList<>();
        private int numbers;
        private int dates;
        private int names;
        private boolean code;
        private boolean quote;

        Reading(String text) {
            this.text = text;
            boolean begins = true;
            int at = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
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
            int at = from;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c >= 'a' && c <= 'z') {
                    before = true;
                } else if (Character.isLetterOrDigit(c)) {
                    boolean capital = Character.isUpperCase(c);
                    code |= capital && before;
                    upper |= capital;
                    digit |= Character.isDigit(c);
                    before = Character.isLowerCase(c);
                } else if (joins(c, at)) {
                    code |= c == '_';
                    before = false;
                } else {
                    break;
                }
            }
            String word = text.substring(from, at);
            numbers += digit ? 1 : 0;
            names += upper && !begins && !digit && isName(word) ? 1 : 0;
            String lower = upper ? word.toLowerCase(Locale.ROOT) : word;
            dates += DATES.contains(lower) ? 1 : 0;
            words.add(lower.indexOf('’') < 0 ? lower : lower.replace('’', '\''));
            return at;
        }

        private boolean joins(char c, int at) {
            return (c == '\'' || c == '’' || c == '_' || c == '.' || c == ',')
                    && at + 1 < text.length()
                    && Character.isLetterOrDigit(text.charAt(at + 1));
        }

        private static boolean isName(String word) {
            return Character.isUpperCase(word.charAt(0))
                    && (word.charAt(0) != 'I' || (word.length() > 1 && Character.isLetter(word.charAt(1))));
        }

        Salience salience() {
            Map<Category, Integer> weights = new EnumMap<>(Category.class);
            for (int i = 0; i < words.size(); i++) {
                for (Cues.Cue cue : Cues.at(words.get(i))) {
                    if (goesOn(i + 1, cue.rest())) {
                        weights.merge(cue.category(), cue.weight(), Integer::sum);
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
            if (from + rest.size() > words.size()) {
                return false;
            }
            for (int i = 0; i < rest.size(); i++) {
                if (!words.get(from + i).equals(rest.get(i))) {
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
                    + (text.endsWith("?") ? QUESTION_POINTS : 0)
                    + (words.size() < FEW_WORDS ? FEW_WORDS_POINTS : 0)
                    - lengthCost(text);
        }
    }
}
