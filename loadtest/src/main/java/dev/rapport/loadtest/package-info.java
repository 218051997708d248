/**
 * The load suite: what a client sees, measured, and the simulated provider to measure against. Start reading at {@link
 * dev.rapport.loadtest.Main}.
 *
 * <p>Knows nothing of the service's code: it speaks the wire only.
 */
@NullMarked
package dev.rapport.loadtest;

import org.jspecify.annotations.NullMarked;
