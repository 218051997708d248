/** Tests. */
@NullMarked
package dev.rapport.chat.generate;

import org.jspecify.annotations.NullMarked;
