package dev.rapport.launcher;

import java.time.Duration;

/**
 * How long to wait before starting a part again: {@link #FIRST} or what the part asks for, then twice as long each time up to {@link #LONGEST}, and
 * from the beginning after a run of at least {@link #HEALTHY}. Never gives up. For one thread.
 */
final class Backoff {
    /** Short enough that a killed Redis is back within a second. */
    static final Duration FIRST = Duration.ofMillis(200);

    /** Long enough that a part that cannot start does not eat a core. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** A part that ran so long did not die of its start. */
    static final Duration HEALTHY = Duration.ofSeconds(30);

    private final Duration first;
    private Duration next;

    /** @param first the wait after a healthy run */
    Backoff(Duration first) {
        this.first = first;
        this.next = first;
    }

    /** The wait after a run that lasted so long. */
    Duration after(Duration ran) {
        if (ran.compareTo(HEALTHY) >= 0) {
            next = first;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
