package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Source;

/** What the reader of an answer gets next. */
sealed interface Next {

    /** Some of its text, never empty. */
    record Piece(String text) implements Next {}

    /** Another one goes on with it. */
    record Replaced(Source by) implements Next {}

    /** It is complete. */
    record Ended(AnswerEnd end) implements Next {}

    /** There is no more of it, for this reason. */
    record Broken(Throwable cause) implements Next {}

    /** Nothing yet. Whoever said so calls {@link PacedAnswer#pump} when there is. */
    record Later() implements Next {}
}
