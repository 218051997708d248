package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What to ask.
 *
 * @param requestId for logs and the provider's own request header; no user data
 */
public record LlmRequest(String requestId, Prompt prompt, Asker asker, Grounds grounds) {
    public LlmRequest {
        requireNonNull(requestId, "requestId");
        requireNonNull(prompt, "prompt");
        requireNonNull(asker, "asker");
        requireNonNull(grounds, "grounds");
    }

    /**
     * What the model reads.
     *
     * @param messages in order; at least one, the last of role USER or TOOL
     * @param tokens our own count of all messages, for limits; above 0
     * @param answerTokensMax most tokens that are still to come, above 0
     * @param begun what has been answered already, by somebody who cannot go on; empty at first. Only the rest is asked for
     * @param form what the answer may be besides text
     */
    public record Prompt(
            List<Message> messages, int tokens, int answerTokensMax, Sampling sampling, String begun, AnswerForm form) {
        /** A prompt that leaves the choice of words to the alias. */
        public Prompt(List<Message> messages, int tokens, int answerTokensMax) {
            this(messages, tokens, answerTokensMax, Sampling.NONE);
        }

        /** A prompt to which nothing has been answered yet. */
        public Prompt(List<Message> messages, int tokens, int answerTokensMax, Sampling sampling) {
            this(messages, tokens, answerTokensMax, sampling, "");
        }

        /** A prompt to be answered with text. */
        public Prompt(List<Message> messages, int tokens, int answerTokensMax, Sampling sampling, String begun) {
            this(messages, tokens, answerTokensMax, sampling, begun, AnswerForm.TEXT);
        }

        public Prompt {
            requireNonNull(sampling, "sampling");
            requireNonNull(begun, "begun");
            requireNonNull(form, "form");
            messages = List.copyOf(messages);
            if (messages.isEmpty() || !messages.getLast().isAsking()) {
                throw new IllegalArgumentException(
                        "messages: " + messages.size() + " (expected: the last of role USER or TOOL)");
            }
            requireAboveZero("tokens", tokens);
            requireAboveZero("answerTokensMax", answerTokensMax);
        }

        private static void requireAboveZero(String name, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: above 0)");
            }
        }

        /** Whether an answer is to be gone on with. */
        public boolean continues() {
            return !begun.isEmpty();
        }

        /** The most that an answer can cost. */
        public int tokensMax() {
            return tokens + answerTokensMax;
        }
    }

    /**
     * Who asks, and for whom it has to be enough.
     *
     * @param user opaque, unique for the user; begins with its hash tag, such as <code>{u}</code>
     * @param plan a name of the configuration; an unknown one is the default plan
     * @param alias a name of the configuration, usually {@code default}
     * @param receivedNanos {@link System#nanoTime} when the request came; its deadline counts from there
     * @param background whether nobody waits for the answer. Then no limit of the user counts, it stands behind all others, it is
     *     not let in where it would have to wait, and nobody stands in for the targets
     */
    public record Asker(String user, String plan, String alias, long receivedNanos, boolean background) {
        /** Somebody who waits for the answer. */
        public Asker(String user, String plan, String alias, long receivedNanos) {
            this(user, plan, alias, receivedNanos, false);
        }

        public Asker {
            requireNonNull(user, "user");
            requireNonNull(plan, "plan");
            requireNonNull(alias, "alias");
        }
    }

    /**
     * What the answer may build on.
     *
     * @param question the user's own message, for the local responder
     * @param evidence what was recalled for the question, best first, for the local responder
     * @param version changes whenever what is known of the user changes; empty if that is not known, and then no answer is
     *     taken from the cache or kept there
     */
    public record Grounds(String question, List<Evidence> evidence, String version) {
        public Grounds {
            requireNonNull(question, "question");
            requireNonNull(version, "version");
            evidence = List.copyOf(evidence);
        }
    }

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        /** What came of a tool that the assistant called. */
        TOOL
    }

    /**
     * One message of the prompt.
     *
     * @param calls of an assistant; else none
     * @param callId of the call whose result it is; empty unless the role is TOOL
     */
    public record Message(Role role, String text, List<ToolCall> calls, String callId) {
        /** A message that is text only. */
        public Message(Role role, String text) {
            this(role, text, List.of(), "");
        }

        /** What an assistant said, and what it called. */
        public static Message calling(String text, List<ToolCall> calls) {
            return new Message(Role.ASSISTANT, text, calls, "");
        }

        /** What came of a call. */
        public static Message result(String callId, String text) {
            return new Message(Role.TOOL, text, List.of(), callId);
        }

        public Message {
            requireNonNull(role, "role");
            requireNonNull(text, "text");
            calls = List.copyOf(calls);
            boolean othersCalls = !calls.isEmpty() && role != Role.ASSISTANT;
            if (othersCalls || (role == Role.TOOL) == callId.isEmpty()) {
                throw new IllegalArgumentException("message: " + role + " with " + calls.size() + " calls, callId '"
                        + callId + "' (expected: calls of ASSISTANT only, an id of TOOL only)");
            }
        }

        /** Whether an answer may follow. */
        public boolean isAsking() {
            return role == Role.USER || role == Role.TOOL;
        }

        /** Whether it is of a kind that only a provider with tools knows. */
        public boolean isOfTools() {
            return role == Role.TOOL || !calls.isEmpty();
        }

        /** Characters of all of it. */
        public int length() {
            return text.length()
                    + callId.length()
                    + calls.stream().mapToInt(ToolCall::length).sum();
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
