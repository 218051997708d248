/** Tests. */
@NullMarked
package dev.rapport.chat.recall;

import org.jspecify.annotations.NullMarked;
