/** Tests of the chat page as it is served. Start reading at {@link PageTest}; the scripts have theirs in src/test/js. */
@NullMarked
package dev.rapport.chat.page;

import org.jspecify.annotations.NullMarked;
