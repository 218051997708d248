/**
 * How much may be asked of a provider, and by a user: exact over all instances, by scripts in Redis. Start reading at
 * {@link dev.rapport.llm.limit.PoolLimiter}, then {@code reserve.lua}.
 */
@NullMarked
package dev.rapport.llm.limit;

import org.jspecify.annotations.NullMarked;
