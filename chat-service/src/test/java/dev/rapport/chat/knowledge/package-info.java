/** Tests. */
@NullMarked
package dev.rapport.chat.knowledge;

import org.jspecify.annotations.NullMarked;
