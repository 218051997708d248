/** Tests. */
@NullMarked
package dev.rapport.llm.local;

import org.jspecify.annotations.NullMarked;
