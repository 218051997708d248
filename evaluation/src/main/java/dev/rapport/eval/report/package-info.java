/** Tables, intervals and the JSON file. Start reading at {@link dev.rapport.eval.report.Report}. */
@NullMarked
package dev.rapport.eval.report;

import org.jspecify.annotations.NullMarked;
