/**
 * What the stages ask of Redis, over one pipelined connection for each event loop and store.
 *
 * <p>Start reading at {@link dev.rapport.chat.store.RedisLink}. Implements ports of the stages; holds no policy.
 */
@NullMarked
package dev.rapport.chat.store;

import org.jspecify.annotations.NullMarked;
