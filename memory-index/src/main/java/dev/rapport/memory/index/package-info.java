/**
 * Finds what one user said, by meaning and by words.
 *
 * <p>Start reading at {@link dev.rapport.memory.index.UserMemories}; {@link dev.rapport.memory.index.MemoryCache} keeps
 * those of the users seen lately. There is no index over several users: what is not in an index cannot leak from it.
 */
@NullMarked
package dev.rapport.memory.index;

import org.jspecify.annotations.NullMarked;
