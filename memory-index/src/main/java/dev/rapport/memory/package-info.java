/**
 * What Rapport remembers: embeddings, each user's own index, and the durable log they are rebuilt from.
 *
 * <p>Start reading at {@link dev.rapport.memory.MemoryLog}, which is told what a message taught, and {@link
 * dev.rapport.memory.Owner}, whose it is. This package holds the words that the parts share; {@code embed} turns text
 * into vectors, {@code log} keeps what was learnt in Redis, {@code index} finds it again. Knows nothing of HTTP, Vert.x
 * or models that chat.
 */
@NullMarked
package dev.rapport.memory;

import org.jspecify.annotations.NullMarked;
