package dev.rapport.llm.fake;

import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Asker;
import dev.rapport.llm.LlmRequest.Evidence;
import dev.rapport.llm.LlmRequest.Grounds;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Prompt;
import dev.rapport.llm.LlmRequest.Role;
import java.util.List;

/** Requests, for tests that care about little of one. */
public final class Asked {
    private static final int PROMPT_TOKENS = 20;

    private Asked() {}

    /** With this prompt, of one user without a plan, received just now. */
    public static LlmRequest request(String id, List<Message> messages, int answerTokensMax) {
        return request(id, messages, answerTokensMax, List.of());
    }

    /** The same, with something recalled. */
    public static LlmRequest request(String id, List<Message> messages, int answerTokensMax, List<Evidence> evidence) {
        return new LlmRequest(
                id,
                new Prompt(messages, PROMPT_TOKENS, answerTokensMax),
                new Asker("{mia}", "", "default", System.nanoTime()),
                new Grounds(messages.getLast().text(), evidence, ""));
    }

    /** Of one message, to which somebody else has begun to answer. */
    public static LlmRequest begun(String text, String begun) {
        LlmRequest fresh = question(text);
        Prompt prompt = fresh.prompt();
        return new LlmRequest(
                fresh.requestId(),
                new Prompt(prompt.messages(), prompt.tokens(), prompt.answerTokensMax(), prompt.sampling(), begun),
                fresh.asker(),
                fresh.grounds());
    }

    /** Of one message. */
    public static LlmRequest question(String text) {
        return request("req_1", List.of(new Message(Role.USER, text)), 100);
    }
}
