package dev.rapport.chat.compress;

import java.util.ArrayList;
import java.util.List;

/**
 * What is kept, word for word, of messages that do not fit.
 *
 * @param passages in the order of the lines
 * @param lines as a prompt has them: under each category's heading its passages in the order of the conversation
 * @param tokens exact count of the lines, each with its end
 */
public record Digest(List<Said> passages, List<String> lines, int tokens) {
    static final Digest NOTHING = new Digest(List.of(), List.of(), 0);

    public Digest {
        passages = List.copyOf(passages);
        lines = List.copyOf(lines);
    }

    /**
     * This one, and another one after it.
     *
     * @param offset how many messages come before the other one's first
     */
    Digest then(Digest other, int offset) {
        List<Said> all = new ArrayList<>(passages);
        other.passages.forEach(
                said -> all.add(new Said(said.message() + offset, said.user(), said.category(), said.text())));
        List<String> both = new ArrayList<>(lines);
        both.addAll(other.lines);
        return new Digest(all, both, tokens + other.tokens);
    }

    /** Whether the user said this in it, word for word. */
    boolean quotes(String text) {
        return passages.stream().anyMatch(said -> said.user() && said.text().contains(text));
    }

    /**
     * A sentence, a short message or a code block.
     *
     * @param message index of the message it is part of
     * @param user whether the user said it
     * @param text as it stands in the message
     */
    public record Said(int message, boolean user, Category category, String text) {}
}
