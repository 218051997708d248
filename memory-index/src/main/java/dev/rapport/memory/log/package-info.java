/**
 * Keeps what users told in the durable Redis, and reads it back.
 *
 * <p>Start reading at {@link dev.rapport.memory.log.RedisMemoryLog}; what happens in Redis stands in {@code learn.lua}.
 */
@NullMarked
package dev.rapport.memory.log;

import org.jspecify.annotations.NullMarked;
