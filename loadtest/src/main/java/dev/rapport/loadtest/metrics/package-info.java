/**
 * Every figure of a run by its name, computed from the raw data. Names are explained at {@link dev.rapport.loadtest.analyse};
 * start reading at {@link dev.rapport.loadtest.metrics.Measurements}, whose list of families is the table of contents. Pure.
 */
@NullMarked
package dev.rapport.loadtest.metrics;

import org.jspecify.annotations.NullMarked;
