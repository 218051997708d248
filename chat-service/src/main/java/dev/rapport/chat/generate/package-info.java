/** Stage 6 of 7: the call to the model. Start reading at {@link dev.rapport.chat.generate.Generate}. */
@NullMarked
package dev.rapport.chat.generate;

import org.jspecify.annotations.NullMarked;
