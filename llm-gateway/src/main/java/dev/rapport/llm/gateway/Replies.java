package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmListener.Outcome;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest.Prompt;

/** Replies of our own making, and what a provider's reply is to the listener. */
final class Replies {
    private static final LlmReply NOBODY_GOES_ON =
            new LlmReply.Unreachable("none", "no provider can go on with the answer that was begun");
    private static final LlmReply NOBODY_IS_ABLE =
            new LlmReply.Unreachable("none", "no provider can call tools or write JSON as it was asked to");

    /** All targets are known to be down. */
    static final LlmReply NOBODY_CAN_BE_ASKED = new LlmReply.Unreachable("none", "no provider can be asked");

    private Replies() {}

    /** Whether memory alone cannot answer: it neither goes on with what a model has begun nor calls tools nor writes JSON. */
    static boolean onlyAModel(Prompt prompt) {
        return prompt.continues() || prompt.form().demandsModel();
    }

    /** Whether an answer was begun with which nobody can go on, whoever is asked. */
    static boolean isLost(Prompt prompt) {
        return prompt.continues() && !prompt.form().canBeGoneOnWith();
    }

    /** No target is left, and only a model could answer. */
    static LlmReply nobody(Prompt prompt) {
        return prompt.continues() ? NOBODY_GOES_ON : NOBODY_IS_ABLE;
    }

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
