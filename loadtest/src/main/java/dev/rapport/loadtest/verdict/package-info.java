/**
 * What the figures of a run mean: each limit becomes a claim that passes, fails, stays open or cannot be judged, and the gates
 * say whether the run can judge anything. Pure. Start reading at {@link dev.rapport.loadtest.verdict.Judge}.
 */
@NullMarked
package dev.rapport.loadtest.verdict;

import org.jspecify.annotations.NullMarked;
