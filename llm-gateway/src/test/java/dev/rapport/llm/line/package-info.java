/** Tests. */
@NullMarked
package dev.rapport.llm.line;

import org.jspecify.annotations.NullMarked;
