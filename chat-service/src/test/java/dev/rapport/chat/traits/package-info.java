/** Tables of messages and what they tell. */
@NullMarked
package dev.rapport.chat.traits;

import org.jspecify.annotations.NullMarked;
