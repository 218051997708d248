/** Stage 4 of 7: what of it fits? Start reading at {@link dev.rapport.chat.compress.Compress}. */
@NullMarked
package dev.rapport.chat.compress;

import org.jspecify.annotations.NullMarked;
