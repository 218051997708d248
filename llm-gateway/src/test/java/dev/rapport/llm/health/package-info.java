/** Tests. */
@NullMarked
package dev.rapport.llm.health;

import org.jspecify.annotations.NullMarked;
