/** What the numbers are and how sure one can be of them. Start reading at {@link dev.rapport.loadtest.measure.InFlight}. */
@NullMarked
package dev.rapport.loadtest.measure;

import org.jspecify.annotations.NullMarked;
