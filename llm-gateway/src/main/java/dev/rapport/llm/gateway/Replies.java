package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmListener.Outcome;
import dev.rapport.llm.LlmReply;

/** What a provider's reply is to the listener. */
final class Replies {
    private Replies() {}

    static Outcome outcome(LlmReply reply) {
        return switch (reply) {
            case LlmReply.Answering _ -> Outcome.ANSWERING;
            case LlmReply.Overloaded _, LlmReply.Limited _ -> Outcome.OVERLOADED;
            case LlmReply.TimedOut _ -> Outcome.TIMED_OUT;
            case LlmReply.Unreachable _ -> Outcome.UNREACHABLE;
            case LlmReply.NotAccepted _ -> Outcome.NOT_ACCEPTED;
            case LlmReply.Refused _ -> Outcome.REFUSED;
        };
    }
}
