package dev.rapport.chat.turn;

import java.util.List;

/**
 * What the assistant said in earlier answers, for a question that asks for it. It stands in the prompt under a heading of its own
 * and nowhere else: nobody learns from it, and it is no memory of the user's.
 *
 * @param lines each with its day, oldest first
 * @param tokens of the lines and their heading as they will be written, in o200k tokens
 */
public record SaidBefore(List<String> lines, int tokens) {
    /** The line above the lines. */
    public static final String HEADING = "What you (the assistant) said before:";

    /** Nothing, which needs no heading. */
    public static final SaidBefore NOTHING = new SaidBefore(List.of(), 0);

    public SaidBefore {
        lines = List.copyOf(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }
}
