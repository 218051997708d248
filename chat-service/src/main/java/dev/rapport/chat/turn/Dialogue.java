package dev.rapport.chat.turn;

import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import java.util.List;

/**
 * A conversation that the client keeps itself, as OpenAI's clients do. It stands in place of ours, of which nothing is read
 * for such a turn and to which nothing is added; what the user's message teaches is kept all the same.
 *
 * @param messages in order; the last of role USER or TOOL
 * @param question index of the user's newest message, which is the turn's text
 */
public record Dialogue(List<Message> messages, int question) {
    public Dialogue {
        messages = List.copyOf(messages);
        if (messages.isEmpty()
                || !messages.getLast().isAsking()
                || messages.get(question).role() != Role.USER) {
            throw new IllegalArgumentException("messages: " + messages.size() + ", question " + question
                    + " (expected: the last of role USER or TOOL, the question of USER)");
        }
    }

    /** The user's newest message. */
    public String text() {
        return messages.get(question).text();
    }

    /** Characters of all messages. */
    public int length() {
        return messages.stream().mapToInt(Message::length).sum();
    }

    /** Whether the user has said this in it, word for word. */
    public boolean quotes(String text) {
        return messages.stream()
                .anyMatch(
                        message -> message.role() == Role.USER && message.text().contains(text));
    }
}
