/** Tests. */
@NullMarked
package dev.rapport.llm.provider;

import org.jspecify.annotations.NullMarked;
