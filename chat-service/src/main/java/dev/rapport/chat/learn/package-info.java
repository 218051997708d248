/** What is kept of a turn, beside the seven stages. Start reading at {@link dev.rapport.chat.learn.Learn}. */
@NullMarked
package dev.rapport.chat.learn;

import org.jspecify.annotations.NullMarked;
