package dev.rapport.loadtest.run;

/**
 * A phase under way.
 *
 * @param name the {@link dev.rapport.loadtest.record.PhaseRecord#name} of its samples
 * @param startNanos {@link System#nanoTime()}
 * @param endNanos nothing is planned from then on
 */
record PhasePlan(String name, long startNanos, long endNanos) {}
