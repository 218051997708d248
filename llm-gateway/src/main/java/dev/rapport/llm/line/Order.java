package dev.rapport.llm.line;

/**
 * Where a request stands among all that wait: a time, the smaller the sooner. Time passes, so nobody waits for ever.
 *
 * @param startMicros when the request came, by the store's clock; for a user who has others waiting, when the one before
 *     is expected to be served
 * @param headStartMicros what better plans are ahead; 0 for the best
 * @param firstOfUser whether the user has nothing else waiting before it
 */
public record Order(long startMicros, long headStartMicros, boolean firstOfUser) {
    private static final long DAY_MICROS = 86_400_000_000L;

    /** Before all that come on the same day, and before all that are urgent. */
    long first() {
        return startMicros - 2 * DAY_MICROS;
    }

    /** @param urgent whether little of the deadline is left; then the first of a user goes before all that are not */
    long micros(boolean urgent) {
        return startMicros + headStartMicros - (urgent && firstOfUser ? DAY_MICROS : 0);
    }
}
