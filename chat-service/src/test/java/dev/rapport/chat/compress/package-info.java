/** Tests. */
@NullMarked
package dev.rapport.chat.compress;

import org.jspecify.annotations.NullMarked;
