package dev.rapport.chat.stream;

import dev.rapport.chat.turn.AnsweringTurn;
import io.vertx.core.Future;

/** Where answers are kept, so that the conversation can go on from them. */
@FunctionalInterface
public interface AnswerStore {
    /** Keeps the answer, or as much of it as came. */
    Future<Void> keep(AnsweringTurn turn, String text);
}
