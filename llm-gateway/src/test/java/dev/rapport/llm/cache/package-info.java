/** Tests. */
@NullMarked
package dev.rapport.llm.cache;

import org.jspecify.annotations.NullMarked;
