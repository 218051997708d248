/**
 * Answers without a model: says back what the user said before. Start reading at
 * {@link dev.rapport.llm.local.LocalResponder}.
 */
@NullMarked
package dev.rapport.llm.local;

import org.jspecify.annotations.NullMarked;
