/** What a turn is after each stage: the records that the stages hand on. Start at {@link dev.rapport.chat.turn.IncomingTurn}. */
@NullMarked
package dev.rapport.chat.turn;

import org.jspecify.annotations.NullMarked;
