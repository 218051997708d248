package dev.rapport.chat.turn;

import dev.rapport.llm.LlmReply;
import dev.rapport.llm.Quota;
import dev.rapport.memory.Owner;
import java.time.Duration;

/** Why a request could not be served, when the reason is not a bug. What a client is told is in {@code http}. */
public sealed interface TurnFailure {

    /** No token, or one that is malformed, forged, expired or of an ended session. {@code why} is safe to show. */
    record NotAuthenticated(String why) implements TurnFailure {
        /** The token was good, and its session is not any more. */
        public static final NotAuthenticated ENDED =
                new NotAuthenticated("the session has ended (expected: a running one; sign in again)");
    }

    /**
     * A part of the request is not as it must be.
     *
     * @param pointer JSON pointer of the part, or the name of a header
     */
    record BadRequest(String pointer, String value, String expected) implements TurnFailure {}

    /**
     * The message has more characters than a turn may have.
     *
     * @param pointer JSON pointer of the message
     */
    record MessageTooLong(String pointer, int length, int lengthMax) implements TurnFailure {}

    /** The conversation that the client sent along has more characters than a turn may have. */
    record ContextTooLong(int length, int lengthMax) implements TurnFailure {}

    /** The client asks for a model that the gateway's file does not name. */
    record UnknownModel(String name) implements TurnFailure {}

    /** There is no such thing, or it is another user's: which of the two is not told. */
    record NotFound(String what, String value) implements TurnFailure {}

    /**
     * The request was good, and what is there stands against it.
     *
     * @param what it is about, its value, and what would have been served
     */
    record Conflict(String what, String value, String expected) implements TurnFailure {}

    /**
     * Not now, by a limit of the user's plan or because the line before the model cannot serve it in time.
     *
     * @param retryAfter to come back sooner is no use
     * @param quota what is left of the user's own limits
     */
    record RateLimited(LlmReply.Limit limit, Duration retryAfter, Quota quota) implements TurnFailure {}

    /** No room now, here or at the model. */
    record Overloaded(String what, Duration retryAfter) implements TurnFailure {}

    /** A part that this request cannot do without is down. */
    record Unavailable(String what, Duration retryAfter) implements TurnFailure {}

    /** The request was good, and its answer did not come to a good end here. */
    sealed interface OfAnswer extends TurnFailure {}

    /** The model did not begin within the turn's time. */
    record ModelTimedOut(Duration waited) implements OfAnswer {}

    /** The model would not answer this message. */
    record ModelRefused() implements OfAnswer {}

    /** The model broke off in the middle of its answer. */
    record AnswerCut(String how) implements OfAnswer {}

    /**
     * This very request is being answered already, or has been: there is an answer to follow.
     *
     * @param streamId names it
     */
    record Made(Owner owner, String streamId) implements OfAnswer {}

    /** The client has used its idempotency key for another request. */
    record KeyReused(String idempotencyKey) implements TurnFailure {}

    /** The user stopped the answer before it began. */
    record Stopped() implements OfAnswer {}

    /** The client went away and did not come back in time. */
    record ClientGone() implements OfAnswer {}
}
