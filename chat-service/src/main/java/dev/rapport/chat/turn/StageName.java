package dev.rapport.chat.turn;

/** The seven stages of a turn, in order. Metrics, timings and tests use these names. */
public enum StageName {
    AUTHENTICATE("authenticate"),
    EXTRACT_TRAITS("extract"),
    RECALL("recall"),
    COMPRESS("compress"),
    BUILD_PROMPT("prompt"),
    /** Ends at the first piece of the answer, so its time is the wait for the model. */
    GENERATE("generate"),
    STREAM("stream");

    private final String wire;

    StageName(String wire) {
        this.wire = wire;
    }

    /** The name in {@code Server-Timing}, {@code timing_ms} and the metrics; part of the API. */
    public String wire() {
        return wire;
    }
}
