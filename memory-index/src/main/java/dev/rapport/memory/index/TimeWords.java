package dev.rapport.memory.index;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The English words that name times, and how a text is cut into words for {@link TimeExpressions}. */
final class TimeWords {
    static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("couple", 2),
            Map.entry("few", 3),
            Map.entry("several", 4));

    static final Map<String, ChronoUnit> UNITS = Map.of(
            "day", ChronoUnit.DAYS,
            "days", ChronoUnit.DAYS,
            "week", ChronoUnit.WEEKS,
            "weeks", ChronoUnit.WEEKS,
            "month", ChronoUnit.MONTHS,
            "months", ChronoUnit.MONTHS,
            "year", ChronoUnit.YEARS,
            "years", ChronoUnit.YEARS);

    static final Map<String, Month> SEASONS = Map.of(
            "spring", Month.MARCH,
            "summer", Month.JUNE,
            "autumn", Month.SEPTEMBER,
            "fall", Month.SEPTEMBER,
            "winter", Month.DECEMBER);

    static final Map<String, Month> MONTHS = months();

    static final Map<String, DayOfWeek> WEEKDAYS = Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toUnmodifiableMap(day -> day.name().toLowerCase(Locale.ROOT), day -> day));

    /** Months that are a verb, too, as "fall" and "spring" are: they are a time only after one of {@link #BEFORE_A_TIME}. */
    static final Set<String> AMBIGUOUS = Set.of("may", "march", "mar", "fall", "spring");

    static final Set<String> BEFORE_A_TIME = Set.of(
            "in", "last", "this", "during", "since", "of", "by", "early", "late", "mid", "until", "before", "after",
            "from", "past");

    private TimeWords() {}

    static List<String> words(String text) {
        String lower = text.substring(0, Math.min(text.length(), Terms.LENGTH_LOOKED_AT_MAX))
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= lower.length() && words.size() < TimeExpressions.WORDS_MAX; i++) {
            boolean inWord = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    /** "7th" without its ending. */
    static String ordinal(String word) {
        return word.length() > 2
                        && Character.isDigit(word.charAt(0))
                        && Set.of("st", "nd", "rd", "th").contains(word.substring(word.length() - 2))
                ? word.substring(0, word.length() - 2)
                : word;
    }

    /** "07t10" of "2023-05-07T10:00" without its hour. */
    static String beforeTimeOfDay(String word) {
        return word.length() > 2 && word.charAt(2) == 't' ? word.substring(0, 2) : word;
    }

    private static Map<String, Month> months() {
        Map<String, Month> months = new HashMap<>(Map.of("sept", Month.SEPTEMBER));
        for (Month month : Month.values()) {
            String name = month.name().toLowerCase(Locale.ROOT);
            months.put(name, month);
            months.put(name.substring(0, 3), month);
        }
        return Map.copyOf(months);
    }
}
