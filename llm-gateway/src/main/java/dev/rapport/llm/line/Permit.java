package dev.rapport.llm.line;

import java.time.Duration;

/** The right to send one request, with one key. To be ended exactly once; what comes later is not heard. */
public interface Permit {
    /** Which of the provider's keys to use. */
    String keyName();

    /**
     * The head of a response came.
     *
     * @param taken false if it says that the limits are reached
     */
    void arrived(boolean taken);

    /** The provider said 429: this key pauses, for all instances. */
    void coolDown(Duration atLeast);

    /**
     * The request is over.
     *
     * @param sent false if it never left
     * @param tokens prompt and answer as they were, below 0 if nobody knows
     */
    void end(boolean sent, int tokens);
}
