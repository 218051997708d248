/**
 * What Rapport remembers: embeddings, each user's own index, and the durable log they are rebuilt from.
 *
 * <p>Start reading at {@link dev.rapport.memory.Owner}. Knows nothing of HTTP, Vert.x or models that chat.
 */
@NullMarked
package dev.rapport.memory;

import org.jspecify.annotations.NullMarked;
