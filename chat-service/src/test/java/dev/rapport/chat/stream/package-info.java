/** Tests. */
@NullMarked
package dev.rapport.chat.stream;

import org.jspecify.annotations.NullMarked;
