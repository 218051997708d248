package dev.rapport.memory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A memory's words with the day they were told before them, since questions name days ("What did I say in May?").
 *
 * <p>The lexical index reads it so. The vector is of the bare words: with the day before them they were found less often, by
 * 1 to 2 points on LoCoMo and 5 to 7 on seeded facts (measured: docs/measurements/0011-recall.md).
 */
public final class DatedText {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private DatedText() {}

    /** For example {@code [8 May 2023] I play the dulcimer.} */
    public static String of(String text, Instant toldAt) {
        return "[" + day(toldAt) + "] " + text;
    }

    /** For example {@code 8 May 2023}; days change at midnight UTC. */
    public static String day(Instant at) {
        return DAY.format(at);
    }
}
