/** Tests. */
@NullMarked
package dev.rapport.chat.learn;

import org.jspecify.annotations.NullMarked;
