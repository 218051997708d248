/** What answers cost. */
@NullMarked
package dev.rapport.llm.usage;

import org.jspecify.annotations.NullMarked;
