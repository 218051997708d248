/**
 * What the load goes to: a topology of its own, brought up for the run, or one that is there already. Start reading at
 * {@link dev.rapport.loadtest.system.ServiceUnderTest}.
 */
@NullMarked
package dev.rapport.loadtest.system;

import org.jspecify.annotations.NullMarked;
