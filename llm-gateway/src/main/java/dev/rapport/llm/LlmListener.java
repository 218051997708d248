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

    /** A request may be sent, after this wait in line. */
    default void admitted(String provider, long waitNanos) {}

    /** A request was refused by this limit. */
    default void shed(LlmReply.Limit limit) {}

    /** A provider said 429; its key pauses for all instances. */
    default void coolDown(String provider, String key) {}

    /** This process gave a provider up for a while. */
    default void gaveUp(String provider) {}

    /** Another provider went on with an answer that had begun. */
    default void replaced(Source from, Source to) {}

    /** What came of looking for an answer in the cache. */
    enum CacheOutcome {
        HIT,
        MISS,
        /** The same question is being answered; this one listens to it. */
        SHARED
    }

    /** A request that may be answered from the cache was looked for there. */
    default void cache(CacheOutcome outcome) {}

    /** A provider did this for an answer of a user of this plan. */
    default void spent(String plan, Part part) {}

    /** This loop goes on without the shared store, on its share of this pool's limits. */
    default void limiterFellBack(String pool) {}

    /** The store was away for so long that this loop dropped what it had to tell; its lease charges it in full. */
    default void limiterNoteDropped(String pool) {}
}
