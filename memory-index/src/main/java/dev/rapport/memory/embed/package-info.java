/**
 * Turns text into vectors, in this process and on the CPU.
 *
 * <p>Start reading at {@link dev.rapport.memory.embed.Embedders}.
 */
@NullMarked
package dev.rapport.memory.embed;

import org.jspecify.annotations.NullMarked;
