package dev.rapport.llm.gateway;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the same target is asked again, when it did not say: drawn evenly from zero to an end that doubles with
 * each attempt ("full jitter", Brooker, AWS Architecture Blog, 2015), so that those who failed together do not come back
 * together.
 */
final class RetryPolicy {
    /** End of the first wait. A guess, not measured. */
    static final Duration FIRST = Duration.ofMillis(200);

    /** The end grows no further. */
    static final Duration MAX = Duration.ofSeconds(5);

    private static final int DOUBLINGS_MAX = 16;

    private RetryPolicy() {}

    /** @param attempts how many there have been, from 1 */
    static Duration backoff(int attempts, RandomGenerator random) {
        long end = Math.min(MAX.toNanos(), FIRST.toNanos() << Math.clamp(attempts - 1, 0, DOUBLINGS_MAX));
        return Duration.ofNanos(random.nextLong(end + 1));
    }
}
