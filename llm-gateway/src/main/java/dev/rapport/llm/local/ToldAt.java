package dev.rapport.llm.local;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When something was said, as one says it: "just now", "earlier today", "yesterday", "on 3 May 2026". */
final class ToldAt {
    private static final Duration JUST_NOW = Duration.ofMinutes(2);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private ToldAt() {}

    static String phrase(Instant told, Instant now, ZoneId zone) {
        if (Duration.between(told, now).compareTo(JUST_NOW) < 0) { // of the future too: clocks differ a little
            return "just now";
        }
        LocalDate day = told.atZone(zone).toLocalDate();
        LocalDate today = now.atZone(zone).toLocalDate();
        if (day.equals(today)) {
            return "earlier today";
        }
        return day.equals(today.minusDays(1)) ? "yesterday" : "on " + DATE.format(day);
    }
}
