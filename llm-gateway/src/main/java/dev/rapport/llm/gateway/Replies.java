package dev.rapport.llm.gateway;

import dev.rapport.llm.LlmListener.Outcome;
import dev.rapport.llm.LlmReply;

/** Replies of our own making, and what a provider's reply is to the listener. */
final class Replies {
    /** An answer was begun by somebody, and no target is left that could go on with it. */
    static final LlmReply NOBODY_GOES_ON =
            new LlmReply.Unreachable("none", "no provider can go on with the answer that was begun");

    /** All targets are known to be down. */
    static final LlmReply NOBODY_CAN_BE_ASKED = new LlmReply.Unreachable("none", "no provider can be asked");

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
