/** Stage 3 of 7: what did the user say before that bears on this? Start at {@link dev.rapport.chat.recall.Recall}. */
@NullMarked
package dev.rapport.chat.recall;

import org.jspecify.annotations.NullMarked;
