package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.loop.Timers;
import java.util.function.LongSupplier;

/**
 * The event loop that limits are kept on, and what it needs for it.
 *
 * @param name unique among all loops of all instances, such as {@code i1/3}; without spaces
 * @param share how many loops there are in all: while the store is away each keeps to that part of every limit
 * @param nanoClock monotonic
 * @param epochMicros this machine's own time, until the store has told its own
 */
public record LimitLoop(
        String name,
        int share,
        Scripts scripts,
        Timers timers,
        LongSupplier nanoClock,
        LongSupplier epochMicros,
        LimitListener listener) {
    public LimitLoop {
        requireNonNull(name, "name");
        requireNonNull(scripts, "scripts");
        requireNonNull(timers, "timers");
        requireNonNull(nanoClock, "nanoClock");
        requireNonNull(epochMicros, "epochMicros");
        requireNonNull(listener, "listener");
        if (share < 1) {
            throw new IllegalArgumentException("share: " + share + " (expected: 1 or more)");
        }
    }
}
