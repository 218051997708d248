package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

/** The model broke off in the middle of an answer. An everyday event, so it has no stack trace. */
public final class AnswerBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** Why it broke off. */
    public enum Kind {
        /** No piece came for longer than the gap allowed. */
        STALLED,
        /** The stream ended without saying that the answer was complete. */
        CUT,
        /** The bytes were no answer, or too long for one. */
        GARBAGE,
        /** The provider said in the stream that it failed. */
        PROVIDER_ERROR
    }

    public AnswerBroken(Kind kind, String what) {
        super(requireNonNull(what, "what"), null, false, false);
        this.kind = requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
