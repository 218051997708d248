package dev.rapport.chat.turn;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Something the user said before that bears on this message.
 *
 * @param text the user's own words
 * @param turnId the turn in which it was said
 * @param score cosine similarity to the message, 0 to 1
 */
public record RecalledMemory(String id, String text, Instant toldAt, String turnId, float score) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** How a prompt quotes it, in one line, with the day it was said. */
    public String line() {
        return "- [" + DAY.format(toldAt) + "] " + oneLine(text);
    }

    static String oneLine(String text) {
        return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
    }
}
