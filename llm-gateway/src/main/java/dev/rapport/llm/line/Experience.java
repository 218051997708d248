package dev.rapport.llm.line;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a line has seen of requests, from which it says what those that come have to expect. Confined to the line's loop. */
final class Experience {
    private static final double WEIGHT = 0.05; // of the newest answer in a mean
    private static final double TOKENS_FIRST = 500; // guess, not measured; the first answers replace it
    private static final double ANSWER_FIRST_NANOS = 1e9; // the same
    private static final Duration ETA_FIRST = Duration.ofMillis(100); // until the limiter has said more

    private final Map<Long, Duration> etas =
            new HashMap<>(); // the last that a user's first was told; one for each plan
    private Duration interval = Duration.ZERO;
    private double tokens = TOKENS_FIRST;
    private double answerNanos = ANSWER_FIRST_NANOS;

    /**
     * An answer has ended.
     *
     * @param used tokens, below 0 if nobody knows
     */
    void answered(long nanos, int used) {
        answerNanos += WEIGHT * (nanos - answerNanos);
        if (used >= 0) {
            tokens += WEIGHT * (used - tokens);
        }
    }

    /** Tokens that a request uses on average. */
    int meanTokens() {
        return (int) Math.max(1, tokens);
    }

    /** Nobody waits any more: what was told belongs to a line that is gone. */
    void forget() {
        etas.clear();
    }

    /** The limiter has said how far apart requests go; zero while there is plenty. */
    void apart(Duration now) {
        interval = now;
    }

    /** Somebody who came was told how long it will take. What only waits behind others of its own user says nothing. */
    void told(Order order, Duration eta) {
        if (order.firstOfUser()) {
            etas.put(order.headStartMicros(), eta);
        }
    }

    /** For how long one more request with this head start would wait, if its user had no other waiting. */
    Duration wait(long headStartMicros, boolean somebodyWaits) {
        Duration known = somebodyWaits ? etas.getOrDefault(headStartMicros, ETA_FIRST) : Duration.ZERO;
        return known.compareTo(interval) < 0 ? interval : known;
    }

    /** Until so many have been served, if as many are at one time as are now, each for as long as the ones before. */
    Duration untilServed(int position, int atOneTime) {
        return Duration.ofNanos((long) (answerNanos * position / Math.max(1, atOneTime)));
    }
}
