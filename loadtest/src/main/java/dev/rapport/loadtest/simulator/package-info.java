/**
 * The simulated provider: an OpenAI-compatible server whose answers and delays follow from a seed, so that a client can
 * recompute them. Start reading at {@link dev.rapport.loadtest.simulator.AnswerPlan}, then {@link
 * dev.rapport.loadtest.simulator.Simulator}.
 *
 * <p>No model is behind it. Every report that was measured against it must say so.
 */
@NullMarked
package dev.rapport.loadtest.simulator;

import org.jspecify.annotations.NullMarked;
