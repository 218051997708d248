package dev.rapport.loadtest.simulator;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The faults that strike at a rate; each has a word for options, records and JSON. "Half" is half of the planned tokens. */
public enum RatedFault {
    /** The body ends as it should, after half: no finish reason, no {@code [DONE]}. Unstreamed, half of the JSON. */
    CUT("cut"),
    /** One token comes twice. */
    DUPLICATE("duplicate"),
    /** Two adjacent tokens are swapped; an answer of one token has nothing to swap and stays whole. */
    REORDER("reorder"),
    /** A token of another nonce stands between the others. */
    FOREIGN("foreign"),
    STATUS_500("500"),
    STATUS_503("503"),
    STATUS_429("429"),
    /** Nothing follows the first half. */
    STALL("stall"),
    /** The connection is reset (RST) when the first token of the second half is due. */
    RESET("reset"),
    /** All of the answer, headers included, is late by {@link FaultRates#delayedHeadersMillis}. */
    DELAYED_HEADERS("delayed-headers"),
    /** The gaps between tokens are {@value ScriptWriter#SLOW_DRIP_FACTOR} times as long. */
    SLOW_DRIP("slow-drip"),
    /** The usage is missing, although it was asked for. */
    NO_USAGE("no-usage");

    private final String word;

    RatedFault(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /**
     * The fault of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RatedFault ofWord(String word) {
        for (RatedFault fault : values()) {
            if (fault.word.equals(word)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("fault: " + word + " (expected one of: "
                + Arrays.stream(values()).map(RatedFault::word).collect(Collectors.joining(", ")) + ")");
    }
}
