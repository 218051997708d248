/** Stage 2: what a message tells about its writer. Start reading at {@link dev.rapport.chat.traits.TraitExtractor}. */
@NullMarked
package dev.rapport.chat.traits;

import org.jspecify.annotations.NullMarked;
