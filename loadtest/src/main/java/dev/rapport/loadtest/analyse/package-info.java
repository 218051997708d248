/**
 * From the raw data of a run to its report: the figures ({@link dev.rapport.loadtest.metrics}), the verdicts ({@link
 * dev.rapport.loadtest.verdict}) and what is drawn. Start reading at {@link dev.rapport.loadtest.analyse.Analysis}.
 *
 * <p>A metric's name is {@code SCOPE.MEASURE[.STATISTIC]}. The scope is an operation ({@code chat}, {@code session}, {@code
 * end}, {@code health}, or {@code all} for counts and rates) over the measured phases, or with {@code @PHASE} over one phase
 * whatever its kind, such as {@code chat@users-50.e2e.p95}; or one of {@code provider}, {@code system}, {@code scaling},
 * {@code search}, {@code recovery}, {@code trend}, {@code leak}, {@code streams}, {@code bursts}, {@code queue}, {@code answers}, {@code
 * blocks}, {@code cost}, {@code heap}, {@code linear}. What follows is said by each family in {@link dev.rapport.loadtest.metrics.Measurements}.
 */
@NullMarked
package dev.rapport.loadtest.analyse;

import org.jspecify.annotations.NullMarked;
