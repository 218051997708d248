/** The chat page: a few files of hand-written HTML, CSS and JavaScript. Start reading at {@link Page}. */
@NullMarked
package dev.rapport.chat.page;

import org.jspecify.annotations.NullMarked;
