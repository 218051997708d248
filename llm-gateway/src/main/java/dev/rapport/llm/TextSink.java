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

    /**
     * Takes a piece of a tool call. Comes only to who asked with tools; for anybody else it is no answer.
     *
     * @return as {@link #write}
     */
    default Future<Void> call(ToolFragment fragment) {
        return Future.failedFuture(
                new AnswerBroken(AnswerBroken.Kind.GARBAGE, "a call of " + fragment.name() + " that nobody asked for"));
    }

    /** Another one goes on with the answer; what was written stays valid. */
    default void replaced(Source by) {}
}
