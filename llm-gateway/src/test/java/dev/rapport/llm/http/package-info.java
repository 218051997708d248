/** Tests. */
@NullMarked
package dev.rapport.llm.http;

import org.jspecify.annotations.NullMarked;
