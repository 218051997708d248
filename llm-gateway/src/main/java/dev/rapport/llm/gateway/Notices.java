package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmReply;

/** What the person who reads the answer is told when no model gave it. Never what the provider said. */
final class Notices {
    static final String NO_MODEL = "No model is configured: this answer is made from what you told me. "
            + "Set OPENAI_API_KEY, ANTHROPIC_API_KEY or OLLAMA_BASE_URL and start again.";

    private Notices() {}

    static String instead(LlmReply reply) {
        return switch (reply) {
            case LlmReply.Overloaded full -> without(full.provider(), "has no room for more requests");
            case LlmReply.TimedOut late -> without(late.provider(), "did not answer in time");
            case LlmReply.Unreachable gone -> without(gone.provider(), "could not be reached");
            case LlmReply.NotAccepted wrong ->
                without(
                        wrong.provider(),
                        wrong.status() == 404
                                ? "does not know the model or the address (HTTP 404; check RAPPORT_MODEL and the base URL)"
                                : "does not accept the API key (HTTP " + wrong.status()
                                        + "; check it and start again)");
            case LlmReply.Answering _, LlmReply.Refused _ ->
                throw new IllegalArgumentException("reply: " + reply + " (expected: one that needs a replacement)");
        };
    }

    private static String without(String provider, String what) {
        return "The provider " + provider + " " + what + ": this answer comes from memory alone, without a model.";
    }
}
