/**
 * The parts of the HTML report: markup, scales, charts, sections. Pure: the same record gives the same text. Start reading
 * at {@link dev.rapport.loadtest.report.html.ReportPage}.
 *
 * <p>Colours are named by CSS classes only, so that one drawing serves light, dark and paper; and they never stand alone:
 * every series has its own dash or mark, and a word.
 */
@NullMarked
package dev.rapport.loadtest.report.html;

import org.jspecify.annotations.NullMarked;
