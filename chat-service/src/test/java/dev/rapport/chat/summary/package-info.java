/** Tests. */
@NullMarked
package dev.rapport.chat.summary;

import org.jspecify.annotations.NullMarked;
