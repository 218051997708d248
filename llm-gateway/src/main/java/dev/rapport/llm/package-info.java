/**
 * How Rapport talks to models. Start reading at {@link dev.rapport.llm.LlmClient}.
 *
 * <p>Knows nothing of memories, users or HTTP routes.
 */
@NullMarked
package dev.rapport.llm;

import org.jspecify.annotations.NullMarked;
