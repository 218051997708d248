/** Stage 7 of 7: the answer on its way to the client, as SSE. Start reading at {@link dev.rapport.chat.stream.Deliver}. */
@NullMarked
package dev.rapport.chat.stream;

import org.jspecify.annotations.NullMarked;
