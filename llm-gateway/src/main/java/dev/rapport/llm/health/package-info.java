/**
 * What a process knows of its providers: which are down, how much they carry, how many repeats are in order. One for all
 * loops, and safe for that. Start reading at {@link dev.rapport.llm.health.ProviderHealth}.
 */
@NullMarked
package dev.rapport.llm.health;

import org.jspecify.annotations.NullMarked;
