package dev.rapport.chat.learn;

import dev.rapport.chat.turn.PromptedTurn;
import io.vertx.core.Future;

/** Where the user's messages are kept, so that the conversation can go on from them. */
@FunctionalInterface
public interface MessageStore {
    Future<Void> keep(PromptedTurn turn);
}
