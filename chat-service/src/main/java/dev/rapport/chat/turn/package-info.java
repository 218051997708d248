/** What a turn is after each stage: the records that the stages hand on. */
@NullMarked
package dev.rapport.chat.turn;

import org.jspecify.annotations.NullMarked;
