/**
 * From raw data to figures: {@code Measurements} holds every metric of a run by name, and {@code Charts} what is drawn.
 *
 * <p>A metric's name is {@code SCOPE.MEASURE[.STATISTIC]}. The scope is an operation ({@code chat}, {@code session}, {@code
 * end}, {@code health}, {@code all}) over the measured phases, or with {@code @PHASE} over one phase whatever its kind, such
 * as {@code chat@users-50.e2e.p95}; or one of {@code provider}, {@code system}, {@code scaling}, {@code recovery}, {@code
 * trend}, {@code leak}, {@code streams}, {@code bursts}, {@code queue}, {@code blocks}.
 */
@NullMarked
package dev.rapport.loadtest.analyse;

import org.jspecify.annotations.NullMarked;
