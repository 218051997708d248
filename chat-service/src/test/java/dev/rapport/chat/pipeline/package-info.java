/** Tests. */
@NullMarked
package dev.rapport.chat.pipeline;

import org.jspecify.annotations.NullMarked;
