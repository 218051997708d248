/** Sends the load of a profile and writes down what becomes of it. Start reading at {@link dev.rapport.loadtest.run.LoadRun}. */
@NullMarked
package dev.rapport.loadtest.run;

import org.jspecify.annotations.NullMarked;
