package dev.rapport.chat.turn;

import dev.rapport.memory.DatedText;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something the user said before that bears on this message.
 *
 * @param text the user's own words
 * @param turnId the turn in which it was said
 * @param score cosine similarity to the message, 0 to 1
 */
public record RecalledMemory(String id, String text, Instant toldAt, String turnId, float score) {
    private static final String HEADER = "## ";
    private static final Pattern CODE = Pattern.compile("(?m)^ {0,3}(?:```|~~~)|\\R(?: {4,}|\\t)\\S");

    /** The line above all memories of one day. */
    public String header() {
        return HEADER + DatedText.day(toldAt);
    }

    /**
     * How a prompt quotes it: in one line under its day, code in lines as it was written, further in. A memory cannot write a
     * header: it is then quoted as an item.
     */
    public String line() {
        String line = hasCode(text) ? indented(text) : oneLine(text);
        return line.startsWith("#") ? "- " + line : line;
    }

    /** Whether line ends and indentation are part of what it says: it has a fenced block, or a line that is further in. */
    public static boolean hasCode(String text) {
        return CODE.matcher(text).find();
    }

    private static String indented(String text) {
        return text.strip().lines().map(String::stripTrailing).collect(Collectors.joining("\n    "));
    }

    /** The same memory with fewer of its sentences. */
    public RecalledMemory cutTo(String sentences) {
        return new RecalledMemory(id, sentences, toldAt, turnId, score);
    }

    static String oneLine(String text) {
        return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
    }
}
