package dev.rapport.chat.turn;

import dev.rapport.llm.AnswerStream;
import io.vertx.core.Future;

/**
 * A message of which the answer has begun.
 *
 * @param learned what the turn taught, once the durable store has acknowledged it
 */
public record AnsweringTurn(PromptedTurn turn, AnswerStream answer, Future<LearnedFromTurn> learned) {
    public IncomingTurn incoming() {
        return turn.incoming();
    }
}
