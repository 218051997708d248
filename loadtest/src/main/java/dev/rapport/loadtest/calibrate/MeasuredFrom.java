package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.record.Sample;

/** From when a latency counts. */
public enum MeasuredFrom {
    /** The intended start: right. */
    PLAN,
    /** When a connection had taken the request: wrong, and the calibration must say so. */
    SEND;

    /** When the clock starts, in nanoseconds after the plan. */
    long startNanos(Sample sample) {
        return switch (this) {
            case PLAN -> 0;
            case SEND -> Math.max(0, sample.times().sent());
        };
    }
}
