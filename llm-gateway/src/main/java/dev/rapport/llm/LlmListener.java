package dev.rapport.llm;

/** Hears what the gateway does, for metrics. Called on the gateway's event loop; must not block or throw. */
public interface LlmListener {
    /** Hears nothing. */
    LlmListener NONE = new LlmListener() {};

    /** How an attempt, or a whole answer, ended. */
    enum Outcome {
        /** The first piece came. */
        ANSWERING,
        /** The provider had no room. */
        OVERLOADED,
        /** The provider was silent too long. */
        TIMED_OUT,
        /** The provider could not be reached, or gave no usable answer. */
        UNREACHABLE,
        /** The provider does not take our key or does not know the model. */
        NOT_ACCEPTED,
        /** The provider did not want the request. */
        REFUSED,
        /** We gave up before the provider did. */
        CANCELLED
    }

    /**
     * A request was sent once, and this came of it.
     *
     * @param nanos from the sending to the first piece or the failure
     */
    default void attemptEnded(String provider, Outcome outcome, long nanos) {}

    /** The request will be sent again after this wait. */
    default void retrying(String provider, long waitNanos) {}

    /** The local responder answers in the provider's place, because of this outcome. */
    default void answeredLocally(String provider, Outcome because) {}

    /** An answer was delivered to its end. */
    default void answerEnded(Source source, AnswerEnd end, long nanos) {}

    /**
     * An answer ended early.
     *
     * @param cause an {@link AnswerBroken} if the model broke off, else the reader's or a cancellation
     */
    default void answerBroken(Source source, Throwable cause, long nanos) {}
}
