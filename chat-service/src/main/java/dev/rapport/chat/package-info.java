/** The chat service. */
@NullMarked
package dev.rapport.chat;

import org.jspecify.annotations.NullMarked;
