/** Tests of what all stages share. */
@NullMarked
package dev.rapport.chat.turn;

import org.jspecify.annotations.NullMarked;
