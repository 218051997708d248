/** A provider that behaves, and misbehaves, on loopback. */
@NullMarked
package dev.rapport.llm.fake;

import org.jspecify.annotations.NullMarked;
