package dev.rapport.loadtest.simulator;

import java.util.List;
import java.util.Map;

/**
 * What is written to a client, and when: all that distinguishes an answer, an error and a fault.
 *
 * @param outcome the word for the request's record
 */
record Script(
        int status, String contentType, Map<String, String> headers, List<Step> steps, Ending ending, String outcome) {

    /**
     * Some text that leaves together.
     *
     * @param dueNanos when, after its serving began; never before the step in front
     * @param text may be empty: then only the headers leave, if they have not yet
     * @param tokens tokens of the answer in this text
     */
    record Step(long dueNanos, String text, int tokens) {}

    /** What follows the last step. */
    enum Ending {
        /** The body ends as it should. */
        COMPLETE,
        /** The connection is closed in the middle of the body. */
        CLOSE,
        /** The connection is reset in the middle of the body. */
        RESET,
        /** Nothing, until the client goes or {@link Player#SILENCE_MAX} is over. */
        SILENCE
    }

    /** One JSON body, at once. */
    static Script json(int status, Map<String, String> headers, String body, String outcome) {
        return new Script(status, "application/json", headers, List.of(new Step(0, body, 0)), Ending.COMPLETE, outcome);
    }

    /** How many tokens the script sends. */
    int tokens() {
        return steps.stream().mapToInt(Step::tokens).sum();
    }
}
