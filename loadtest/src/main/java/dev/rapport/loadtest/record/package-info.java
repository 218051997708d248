/**
 * What a run leaves behind before anybody draws a conclusion from it: one line for each request, one for each reading of a
 * gauge, and a description of the run. Everything a report says is computed from these files, so that a reader who doubts
 * it can compute it again. Start reading at {@link dev.rapport.loadtest.record.RunFolder}.
 */
@NullMarked
package dev.rapport.loadtest.record;

import org.jspecify.annotations.NullMarked;
