package dev.rapport.llm.provider;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns our messages into LangChain4j's.
 *
 * <p>Blank messages are left out, and neighbours of one role become one message: Anthropic and the chat templates of many
 * local models want user and assistant to take turns.
 */
final class Prompts {
    private static final String BETWEEN_MERGED = "\n\n";

    private Prompts() {}

    static List<ChatMessage> toLangChain(List<Message> messages) {
        return merged(messages).stream().map(Prompts::toLangChain).toList();
    }

    static List<Message> merged(List<Message> messages) {
        List<Message> merged = new ArrayList<>();
        for (Message message : messages) {
            if (message.text().isBlank()) {
                continue;
            }
            if (!merged.isEmpty() && merged.getLast().role() == message.role()) {
                Message before = merged.removeLast();
                merged.add(new Message(before.role(), before.text() + BETWEEN_MERGED + message.text()));
            } else {
                merged.add(message);
            }
        }
        if (merged.isEmpty() || merged.getLast().role() != LlmRequest.Role.USER) {
            throw new IllegalArgumentException("messages: the last is blank (expected: the user's text)");
        }
        return merged;
    }

    private static ChatMessage toLangChain(Message message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.text());
            case USER -> UserMessage.from(message.text());
            case ASSISTANT -> AiMessage.from(message.text());
        };
    }
}
