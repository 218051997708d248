/**
 * The statistics by which a report's claims are judged: intervals, tests and fits. All of it is pure: no clock, no input or
 * output, and randomness is an argument. Start reading at {@link dev.rapport.loadtest.stats.Decision}.
 */
@NullMarked
package dev.rapport.loadtest.stats;

import org.jspecify.annotations.NullMarked;
