package dev.rapport.chat.turn;

import io.vertx.core.Future;

/**
 * One step of a turn: takes what the step before made and makes what the step after needs.
 *
 * <p>Called on the turn's event loop. A stage keeps nothing of a turn once its future is completed. It fails with
 * {@link TurnFailed} for what users, networks and providers do, and with any other exception only for a bug.
 */
@FunctionalInterface
public interface Stage<I, O> {
    Future<O> apply(I input);
}
