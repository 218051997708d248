/**
 * What a run came to, as data, and its forms: HTML, text, JSON, JUnit. Nothing in here computes a figure. Start reading at
 * {@link dev.rapport.loadtest.report.Report}.
 */
@NullMarked
package dev.rapport.loadtest.report;

import org.jspecify.annotations.NullMarked;
