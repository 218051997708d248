/** Tests. */
@NullMarked
package dev.rapport.llm.limit;

import org.jspecify.annotations.NullMarked;
