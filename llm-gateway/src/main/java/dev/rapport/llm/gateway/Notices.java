package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmReply;
import java.util.Optional;

/** What the person who reads the answer is told when no model gave it. Never what the provider said. */
final class Notices {
    static final String NO_MODEL = "No model is configured: this answer is made from what you told me. "
            + "Set OPENAI_API_KEY, ANTHROPIC_API_KEY or OLLAMA_BASE_URL and start again.";

    private static final String ALL_DOWN =
            "No model can be reached at the moment: this answer comes from memory alone. Ask again in a minute.";

    private Notices() {}

    /** @param why the last failure; empty if all providers were known to be down */
    static String instead(Optional<LlmReply> why) {
        return why.map(Notices::instead).orElse(ALL_DOWN);
    }

    private static String instead(LlmReply reply) {
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
            case LlmReply.Answering _, LlmReply.Refused _, LlmReply.Limited _ ->
                throw new IllegalArgumentException("reply: " + reply + " (expected: one that needs a replacement)");
        };
    }

    private static String without(String provider, String what) {
        return "The provider " + provider + " " + what + ": this answer comes from memory alone, without a model.";
    }
}
