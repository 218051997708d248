/** What belongs to an event loop: its timers. */
@NullMarked
package dev.rapport.llm.loop;

import org.jspecify.annotations.NullMarked;
