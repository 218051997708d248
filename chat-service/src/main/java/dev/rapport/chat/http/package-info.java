/** The routes. Start reading at {@link dev.rapport.chat.http.Routes}. */
@NullMarked
package dev.rapport.chat.http;

import org.jspecify.annotations.NullMarked;
