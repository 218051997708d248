/** When things happen: timers that fire at planned times, and lengths of time as people write them. */
@NullMarked
package dev.rapport.loadtest.clock;

import org.jspecify.annotations.NullMarked;
