package dev.rapport.chat.summary;

/** What came of a summary that was due. {@link #wire} and {@link #reason} are words of the metrics. */
public enum Outcome {
    MADE("made", "none"),
    /** Another one of the user is being made, or as many as may be. Nothing was asked. */
    BUSY("shed", "busy"),
    /** Somebody waits for a provider. */
    LINE("shed", "line"),
    /** The local responder answered. */
    LOCAL("refused", "local"),
    /** The model was cut off by its limit or by a filter. */
    FINISH("refused", "finish"),
    /** It is longer than anything that was asked for. */
    LENGTH("refused", "length"),
    /** It does not begin as it was told to: an error, an apology, an answer to the conversation. */
    FORM("refused", "form"),
    /** It writes a fence. */
    FENCE("refused", "fence"),
    /** Not one sentence is borne out by the text. */
    EMPTY("refused", "empty"),
    /** No message fits what a summary is made of. */
    NO_INPUT("refused", "no_input"),
    /** The conversation was deleted meanwhile, or has a newer one. */
    TOO_LATE("refused", "too_late"),
    PROVIDER("failed", "provider"),
    BROKEN("failed", "broken"),
    DEADLINE("failed", "deadline"),
    STORE("failed", "store"),
    BUG("failed", "bug");

    private final String wire;
    private final String reason;

    Outcome(String wire, String reason) {
        this.wire = wire;
        this.reason = reason;
    }

    /** {@code made}, {@code refused}, {@code shed} or {@code failed}. */
    public String wire() {
        return wire;
    }

    public String reason() {
        return reason;
    }
}
