/**
 * The smoke run: some users talk to the service for a minute, and every answer is checked and timed. Start reading at
 * {@link dev.rapport.loadtest.smoke.SmokeRun}.
 */
@NullMarked
package dev.rapport.loadtest.smoke;

import org.jspecify.annotations.NullMarked;
