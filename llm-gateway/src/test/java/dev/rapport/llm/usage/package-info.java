/** Tests. */
@NullMarked
package dev.rapport.llm.usage;

import org.jspecify.annotations.NullMarked;
