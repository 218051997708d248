/**
 * The laws that the numbers of any load report must keep, whoever measured what: our own reports and published ones. A
 * report that breaks one contradicts itself. Start reading at {@link dev.rapport.loadtest.lint.Lint}.
 */
@NullMarked
package dev.rapport.loadtest.lint;

import org.jspecify.annotations.NullMarked;
