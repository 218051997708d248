package dev.rapport.llm.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The longest waits of one call to a provider.
 *
 * @param connect for the TCP connection
 * @param firstEvent from the start of the call, waiting for a connection included, to the first event of the answer
 * @param gap between two events of the answer; comments do not count, a stalled provider sends those too
 * @param reader for our own reader to make room while the answer is held back for it
 */
public record HttpTimeouts(Duration connect, Duration firstEvent, Duration gap, Duration reader) {
    /** More would be no bound. */
    public static final Duration MAX = Duration.ofMinutes(10);

    /** Guesses, not measured, except the gap: proxies in front of providers cut silent streams after 30 s and more. */
    public static final HttpTimeouts DEFAULT = new HttpTimeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(60));

    public HttpTimeouts {
        requireInRange("connect", connect);
        requireInRange("firstEvent", firstEvent);
        requireInRange("gap", gap);
        requireInRange("reader", reader);
    }

    /** The same, but with no more patience than this for the first event. */
    HttpTimeouts withFirstEventAtMost(Duration firstEventMax) {
        return firstEventMax.compareTo(firstEvent) < 0 ? new HttpTimeouts(connect, firstEventMax, gap, reader) : this;
    }

    private static void requireInRange(String name, Duration value) {
        requireNonNull(value, name);
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: PT0.001S.." + MAX + ")");
        }
    }
}
