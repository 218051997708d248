/** Tests. */
@NullMarked
package dev.rapport.chat.prompt;

import org.jspecify.annotations.NullMarked;
