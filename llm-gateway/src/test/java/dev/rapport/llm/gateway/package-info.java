/** Tests. */
@NullMarked
package dev.rapport.llm.gateway;

import org.jspecify.annotations.NullMarked;
