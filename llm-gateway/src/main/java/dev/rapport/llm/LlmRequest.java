package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What to ask.
 *
 * @param requestId for logs and the provider's own request header; no user data
 * @param messages the prompt, in order; at least one, the last of role USER
 * @param question the user's own message, for the local responder
 * @param evidence what was recalled for the question, best first, for the local responder
 * @param answerTokensMax most tokens the answer may have, above 0
 */
public record LlmRequest(
        String requestId, List<Message> messages, String question, List<Evidence> evidence, int answerTokensMax) {
    public LlmRequest {
        requireNonNull(requestId, "requestId");
        requireNonNull(question, "question");
        messages = List.copyOf(messages);
        evidence = List.copyOf(evidence);
        if (messages.isEmpty() || messages.getLast().role() != Role.USER) {
            throw new IllegalArgumentException("messages: " + messages.size() + " (expected: the last of role USER)");
        }
        if (answerTokensMax <= 0) {
            throw new IllegalArgumentException("answerTokensMax: " + answerTokensMax + " (expected: above 0)");
        }
    }

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /** One message of the prompt. */
    public record Message(Role role, String text) {
        public Message {
            requireNonNull(role, "role");
            requireNonNull(text, "text");
        }
    }

    /**
     * Something the user said before.
     *
     * @param toldAt when the user said it
     * @param score relevance to the question, -1 to 1
     */
    public record Evidence(String text, Instant toldAt, float score) {
        public Evidence {
            requireNonNull(text, "text");
            requireNonNull(toldAt, "toldAt");
        }
    }
}
