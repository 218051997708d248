package dev.rapport.llm.limit;

import java.time.Duration;

/**
 * When a loop gives the store up. Not at the first late reply: a loop that is busy reads late what came in time, and would
 * starve on a sixteenth of the limits for nothing.
 */
final class Patience {
    /** Failed calls in a row after which a store that cannot be reached is given up. */
    private static final int FAILURES_MAX = 2;

    /** How long a store that is connected may fail calls. */
    private static final Duration LATE_MAX = Duration.ofSeconds(2);

    private final LimitLoop loop;
    private int failures;
    private long sinceNanos;

    Patience(LimitLoop loop) {
        this.loop = loop;
    }

    void well() {
        failures = 0;
    }

    /**
     * Takes note of a failed call.
     *
     * @return whether to go on without the store
     */
    boolean ended() {
        long now = loop.nanoClock().getAsLong();
        if (failures == 0) {
            sinceNanos = now;
        }
        failures++;
        return loop.scripts().up() ? now - sinceNanos >= LATE_MAX.toNanos() : failures >= FAILURES_MAX;
    }
}
