package dev.rapport.llm;

import io.vertx.core.Future;

/** Takes an answer piece by piece. */
@FunctionalInterface
public interface TextSink {

    /**
     * Takes the next piece, never empty.
     *
     * @return completed when the sink has room for another piece; failed when the reader is gone
     */
    Future<Void> write(String piece);

    /** Another one goes on with the answer; what was written stays valid. */
    default void replaced(Source by) {}
}
