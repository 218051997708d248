package dev.rapport.llm.http;

import static java.util.Objects.requireNonNull;

/** Why a call to a provider ended without an answer, where there is no HTTP status to say it. An everyday event, so it
 * has no stack trace. */
public final class StreamFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What went wrong. */
    public enum Kind {
        /** No connection could be had. */
        CONNECT,
        /** All connections or streams are in use and as many calls wait as may wait. */
        BUSY,
        /** The connection broke before the response began. */
        RESET,
        /** No event came in time. */
        SILENT,
        /** Events came, then none for longer than the gap allowed. */
        STALLED,
        /** The stream ended without saying that the answer was complete. */
        CUT,
        /** The bytes were no answer, or too long for one. */
        GARBAGE,
        /** The provider said in the stream that it failed. */
        PROVIDER_ERROR,
        /** Our own reader made no room in time. */
        READER_GONE
    }

    public StreamFailure(Kind kind, String what) {
        super(requireNonNull(what, "what"), null, false, false);
        this.kind = requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
