/**
 * What checks the harness itself: a server whose every latency is known beforehand, the comparison of what the harness
 * measured with that truth, and processes that leak at a known rate. Start reading at {@link
 * dev.rapport.loadtest.calibrate.Truth} and {@link dev.rapport.loadtest.calibrate.CalibrateCommand}.
 */
@NullMarked
package dev.rapport.loadtest.calibrate;

import org.jspecify.annotations.NullMarked;
