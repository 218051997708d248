package dev.rapport.memory.index;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The times that an English question names: "on 7 May", "last summer", "two weeks ago", "the week before August 3, 2023".
 *
 * <p>A pure function of the text and of the time when it is asked, which "ago" and dates without a year are counted from: a
 * month or a day without a year is the last one that has begun, and "next Friday" names no time. Weeks begin on Monday, summer is June to August. What is vague
 * is made wide: "two months ago" is a month around that day. Whatever is not understood names no time.
 */
final class TimeExpressions {
    /** Of one question. More is a list of dates, which says little about each. */
    static final int PERIODS_MAX = 4;

    /** Words of a question that are looked at, of {@value Terms#LENGTH_LOOKED_AT_MAX} characters. */
    static final int WORDS_MAX = 256;

    private static final int YEAR_MIN = 1900;
    private static final int YEAR_MAX = 2099;
    private static final Instant EARLIEST = Instant.parse(YEAR_MIN + "-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse(YEAR_MAX + "-12-31T00:00:00Z");

    /** "999 years ago" still is a date; more is no time that a user tells of. */
    private static final int COUNT_MAX = 999;

    private static final Set<String> PREVIOUS = Set.of("last", "previous", "past");

    /** What follows has not begun, or is no certain one. */
    private static final Set<String> NOT_PAST = Set.of("next", "coming", "upcoming", "every", "each");

    private final List<String> words;
    private final LocalDate today;
    private int next;

    private TimeExpressions(List<String> words, LocalDate today) {
        this.words = words;
        this.today = today;
    }

    /**
     * The times named, in the order of the text, at most {@value #PERIODS_MAX}.
     *
     * @param askedAt when the question is asked, years {@value #YEAR_MIN} to {@value #YEAR_MAX}; another time counts as 1 January 1970
     */
    static List<Period> of(String text, Instant askedAt) {
        List<String> words = TimeWords.words(text);
        LocalDate today = askedAt.isAfter(EARLIEST) && askedAt.isBefore(LATEST)
                ? askedAt.atZone(ZoneOffset.UTC).toLocalDate()
                : LocalDate.EPOCH;
        return new TimeExpressions(words, today).periods();
    }

    private List<Period> periods() {
        List<Period> periods = new ArrayList<>();
        while (next < words.size() && periods.size() < PERIODS_MAX) {
            int start = next;
            if (word(0).equals("before")) {
                next++;
                time(); // all that is older: that names no time
                continue;
            }
            Period period = bounded();
            if (period == null) {
                next = start + 1;
            } else {
                periods.add(period);
            }
        }
        return periods;
    }

    /* "since May", "after 7 May", "the week before 7 May", or a time as it stands. */
    private @Nullable Period bounded() {
        return switch (word(0)) {
            case "since" -> {
                next++;
                Period since = time();
                yield since == null || since.from().isAfter(today) ? null : new Period(since.from(), today.plusDays(1));
            }
            case "after" -> {
                next++;
                Period after = time();
                yield after == null || after.to().isAfter(today) ? null : new Period(after.to(), today.plusDays(1));
            }
            default -> before().or(() -> Optional.ofNullable(time())).orElse(null);
        };
    }

    /* "two weeks before August 11", "the Friday before 14 August 2023" */
    private Optional<Period> before() {
        int start = next;
        Optional<Period> found = Optional.empty();
        DayOfWeek weekday = TimeWords.WEEKDAYS.get(word(0));
        if (weekday != null && word(1).equals("before")) {
            next += 2;
            found = Optional.ofNullable(time())
                    .map(time -> Period.day(time.from().with(TemporalAdjusters.previous(weekday))));
        } else {
            int count = count();
            ChronoUnit unit = TimeWords.UNITS.get(word(0));
            if (unit != null && word(1).equals("before")) {
                next += 2;
                int units = Math.max(count, 1);
                found = Optional.ofNullable(time())
                        .map(time -> new Period(time.from().minus(units, unit), time.from()));
            }
        }
        if (found.isEmpty()) {
            next = start;
        }
        return found;
    }

    private @Nullable Period time() {
        int start = next;
        for (Reader reader : List.<Reader>of(
                this::fixedWord,
                this::ago,
                this::lastOrThis,
                this::date,
                this::month,
                this::season,
                this::weekdayAlone,
                this::year)) {
            Period period = reader.read();
            if (period != null) {
                return period;
            }
            next = start;
        }
        return null;
    }

    private interface Reader {
        @Nullable
        Period read();
    }

    private @Nullable Period fixedWord() {
        boolean lastNight = word(0).equals("last") && word(1).equals("night");
        boolean dayBefore = word(0).equals("day") && word(1).equals("before") && word(2).equals("yesterday");
        String only = word(0);
        next += dayBefore ? 3 : lastNight ? 2 : 1;
        return dayBefore
                ? Period.day(today.minusDays(2))
                : lastNight
                        ? Period.day(today.minusDays(1))
                        : switch (only) {
                            case "today", "tonight" -> Period.day(today);
                            case "yesterday" -> Period.day(today.minusDays(1));
                            default -> null;
                        };
    }

    /* "3 days ago", "a couple of weeks ago" */
    private @Nullable Period ago() {
        int count = count();
        ChronoUnit unit = TimeWords.UNITS.get(word(0));
        if (count == 0 || unit == null || !word(1).equals("ago")) {
            return null;
        }
        next += 2;
        LocalDate then = today.minus(count, unit);
        return unit == ChronoUnit.DAYS && count < 3 ? Period.day(then) : Period.around(then, unit);
    }

    /** The number before a unit: "two", "12", "a couple of"; 0 and nothing read if there is none. */
    private int count() {
        int start = next;
        if (word(0).equals("a") && (word(1).equals("couple") || word(1).equals("few"))) {
            next++;
        }
        int count = Optional.ofNullable(TimeWords.NUMBERS.get(word(0)))
                .orElseGet(() -> number(word(0), n -> n <= COUNT_MAX));
        if (count > 0) {
            next++;
            if (word(0).equals("of")) {
                next++;
            }
        } else {
            next = start;
        }
        return count;
    }

    /* "last week", "this month", "the last 3 days", "last Friday", "last May", "last summer", "last weekend" */
    private @Nullable Period lastOrThis() {
        boolean previous = PREVIOUS.contains(word(0));
        if (!previous && !word(0).equals("this")) {
            return null;
        }
        boolean rolling = word(0).equals("past"); // "the past week" ends today, "last week" on Sunday
        next++;
        int count = previous ? count() : 0;
        count = count == 0 && rolling && TimeWords.UNITS.containsKey(word(0)) ? 1 : count;
        String name = word(0);
        ChronoUnit unit = TimeWords.UNITS.get(name);
        if (count > 0) {
            next++;
            return unit == null ? null : new Period(today.minus(count, unit), today.plusDays(1));
        }
        if (unit != null && unit != ChronoUnit.DAYS) {
            next++;
            return whole(unit, previous ? 1 : 0);
        }
        if (name.equals("weekend") || name.equals("morning")) {
            next++;
            LocalDate saturday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .plusDays(previous ? -2 : 5);
            return name.equals("morning") ? Period.day(today) : new Period(saturday, saturday.plusDays(2));
        }
        DayOfWeek weekday = TimeWords.WEEKDAYS.get(name);
        if (weekday != null) {
            next++;
            return Period.day(today.with(
                    previous ? TemporalAdjusters.previous(weekday) : TemporalAdjusters.previousOrSame(weekday)));
        }
        Month month = month(name);
        boolean isVerb = name.equals("may") && !previous; // "this may be"
        if (month != null && !isVerb && number(word(1), this::isDayOrYear) == 0) {
            next++;
            return month(month, previous ? today.withDayOfMonth(1).minusDays(1) : today);
        }
        Month season = TimeWords.SEASONS.get(name);
        if (season != null && number(word(1), this::isDayOrYear) == 0) {
            next++;
            Period latest = season(season, today);
            return previous && latest.to().isAfter(today)
                    ? season(season, latest.from().minusDays(1))
                    : latest;
        }
        return null;
    }

    private Period whole(ChronoUnit unit, int back) {
        LocalDate from = switch (unit) {
            case WEEKS ->
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(back);
            case MONTHS -> today.withDayOfMonth(1).minusMonths(back);
            default -> today.withDayOfYear(1).minusYears(back);
        };
        return new Period(from, from.plus(1, unit));
    }

    /* "7 May 2023", "the 7th of May", "May 7, 2023", "2023-05-07" */
    private @Nullable Period date() {
        int year = number(word(0), TimeExpressions::isYear);
        if (year > 0 && word(0).length() == 4) {
            int month = number(word(1), n -> n <= 12);
            int day = number(TimeWords.beforeTimeOfDay(word(2)), n -> n <= 31);
            next += 3;
            return month == 0 || day == 0 || word(-2).length() != 2 ? null : day(year, Month.of(month), day);
        }
        Month month = month(word(0));
        int day = number(TimeWords.ordinal(word(month == null ? 0 : 1)), n -> n <= 31);
        if (day == 0) {
            return null;
        }
        next += month == null ? 1 : 2;
        if (month == null) {
            next += word(0).equals("of") ? 1 : 0;
            month = month(word(0));
            next++;
        }
        return month == null ? null : day(yearIfNamed(), month, day);
    }

    private @Nullable Period day(int year, Month month, int day) {
        if (day > month.maxLength()) {
            return null;
        }
        YearMonth of = YearMonth.of(year > 0 ? year : today.getYear(), month);
        if (year > 0) {
            return Period.day(of.atDay(Math.min(day, of.lengthOfMonth())));
        }
        while (day > of.lengthOfMonth() || of.atDay(day).isAfter(today)) { // at most to the last leap year
            of = of.minusYears(1);
        }
        return Period.day(of.atDay(day));
    }

    /* "in May", "June 2023", "July of 2023" */
    private @Nullable Period month() {
        String name = word(0);
        Month month = month(name);
        if (month == null) {
            return null;
        }
        boolean named = isNamed(name);
        next++;
        int year = yearIfNamed();
        if (year > 0) {
            LocalDate from = LocalDate.of(year, month, 1);
            return new Period(from, from.plusMonths(1));
        }
        return named ? month(month, today) : null;
    }

    /* Whether a month or a season without a year is one that has begun, and no verb. */
    private boolean isNamed(String name) {
        String before = word(-1);
        boolean isVerb = TimeWords.AMBIGUOUS.contains(name)
                && (!TimeWords.BEFORE_A_TIME.contains(before) || (name.equals("may") && before.equals("this")));
        return !isVerb && !NOT_PAST.contains(before);
    }

    /** The last such month that has begun on that day. */
    private static Period month(Month month, LocalDate latest) {
        LocalDate from = latest.withDayOfMonth(1).withMonth(month.getValue());
        LocalDate begun = from.isAfter(latest) ? from.minusYears(1) : from;
        return new Period(begun, begun.plusMonths(1));
    }

    /* "in summer", "summer 2021", "the winter of 2022" */
    private @Nullable Period season() {
        String name = word(0);
        Month first = TimeWords.SEASONS.get(name);
        if (first == null) {
            return null;
        }
        boolean named = isNamed(name);
        next++;
        int year = yearIfNamed();
        if (year > 0) {
            LocalDate from = LocalDate.of(year, first, 1);
            return new Period(from, from.plusMonths(3));
        }
        return named ? season(first, today) : null;
    }

    private static Period season(Month first, LocalDate latest) {
        LocalDate from = month(first, latest).from();
        return new Period(from, from.plusMonths(3));
    }

    private @Nullable Period weekdayAlone() {
        DayOfWeek weekday = TimeWords.WEEKDAYS.get(word(0));
        boolean isPast = !NOT_PAST.contains(word(-1));
        next++;
        return weekday == null || !isPast ? null : Period.day(today.with(TemporalAdjusters.previousOrSame(weekday)));
    }

    /* "in 2022": a bare number of four digits may count anything. */
    private @Nullable Period year() {
        int year = number(word(0), TimeExpressions::isYear);
        boolean named = TimeWords.BEFORE_A_TIME.contains(word(-1)) || word(-1).equals("year");
        next++;
        return year == 0 || !named ? null : new Period(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1));
    }

    private int yearIfNamed() {
        int skipped = word(0).equals("of") ? 1 : 0;
        int year = number(word(skipped), TimeExpressions::isYear);
        next += year > 0 ? skipped + 1 : 0;
        return year;
    }

    private boolean isDayOrYear(int number) {
        return number <= 31 || isYear(number);
    }

    private static boolean isYear(int number) {
        return number >= YEAR_MIN && number <= YEAR_MAX;
    }

    /** The word so many places on, or an empty one. */
    private String word(int places) {
        int index = next + places;
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }

    private static int number(String word, IntPredicate wanted) {
        if (word.isEmpty() || word.length() > 4 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        int number = Integer.parseInt(word);
        return wanted.test(number) ? number : 0;
    }

    private static @Nullable Month month(String word) {
        return TimeWords.MONTHS.get(word);
    }
}
