package dev.rapport.launcher;

import java.time.Duration;

/**
 * How long to wait before starting a part again: {@link #FIRST}, then twice as long each time up to {@link #LONGEST}, and
 * from the beginning after a run of at least {@link #HEALTHY}. Never gives up. For one thread.
 */
final class Backoff {
    /** Short enough that a killed Redis is back within a second. */
    static final Duration FIRST = Duration.ofMillis(200);

    /** Long enough that a part that cannot start does not eat a core. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** A part that ran so long did not die of its start. */
    static final Duration HEALTHY = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The wait after a run that lasted so long. */
    Duration after(Duration ran) {
        if (ran.compareTo(HEALTHY) >= 0) {
            next = FIRST;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
