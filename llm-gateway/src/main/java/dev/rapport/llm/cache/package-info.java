/** Answers that need not be asked for again: kept ones, and those that are just being given. */
@NullMarked
package dev.rapport.llm.cache;

import org.jspecify.annotations.NullMarked;
