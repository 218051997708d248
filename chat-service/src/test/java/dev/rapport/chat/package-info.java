/** Tests. */
@NullMarked
package dev.rapport.chat;

import org.jspecify.annotations.NullMarked;
