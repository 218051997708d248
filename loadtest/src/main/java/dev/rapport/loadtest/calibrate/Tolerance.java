package dev.rapport.loadtest.calibrate;

/**
 * How far a measured latency may be from the true one: the larger of the two.
 *
 * @param ratio of the truth
 * @param millis at least
 */
public record Tolerance(double ratio, double millis) {
    /** What is asked of the harness. */
    public static final Tolerance ASKED = new Tolerance(0.02, 2);

    boolean covers(double truthMillis, double measuredMillis) {
        // This way round, a measured percentile that falls on a failure (infinite) is not covered.
        return Math.abs(measuredMillis - truthMillis) <= Math.max(millis, ratio * truthMillis);
    }
}
