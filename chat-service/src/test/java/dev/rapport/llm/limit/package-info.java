/** Tests of the limits' scripts on a real Redis, through the service's connection to it. */
@NullMarked
package dev.rapport.llm.limit;

import org.jspecify.annotations.NullMarked;
