package dev.rapport.llm.gateway;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.provider.Attempted;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a request is sent again. Only before the first piece of its answer, so nothing is ever said twice.
 *
 * @param attemptsMax how often it is sent in all, from 1
 * @param backoff upper end of the wait before the second attempt; doubles with each further one. The wait is drawn
 *     evenly from zero to that end ("full jitter", Brooker, AWS Architecture Blog, 2015), so that those who failed together
 *     do not come back together
 * @param retryAfterMax a provider that wants a longer wait is not asked again
 * @param deadline for everything up to the first piece
 */
public record RetryPolicy(int attemptsMax, Duration backoff, Duration retryAfterMax, Duration deadline) {
    /** Longest wait that the backoff may grow to. */
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

    public RetryPolicy {
        requireNonNull(backoff, "backoff");
        requireNonNull(retryAfterMax, "retryAfterMax");
        requireNonNull(deadline, "deadline");
        if (attemptsMax < 1) {
            throw new IllegalArgumentException("attemptsMax: " + attemptsMax + " (expected: 1 or more)");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: above zero)");
        }
    }

    /** A base of 200 ms, at most 2 s for a Retry-After, 30 s in all: guesses, not measured. */
    public static RetryPolicy of(int attemptsMax) {
        return new RetryPolicy(attemptsMax, Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    /**
     * The wait before the next attempt; empty if there shall be none.
     *
     * @param attempts how many there have been
     * @param left what is left of the deadline
     */
    Optional<Duration> nextWait(Attempted last, int attempts, Duration left, RandomGenerator random) {
        if (!last.again() || attempts >= attemptsMax) {
            return Optional.empty();
        }
        Duration least = last.retryAfter().orElse(Duration.ZERO);
        if (least.compareTo(retryAfterMax) > 0) {
            return Optional.empty();
        }
        long endNanos = Math.min(BACKOFF_MAX.toNanos(), backoff.toNanos() << Math.min(attempts - 1, 16));
        Duration wait = least.plusNanos(random.nextLong(endNanos + 1));
        return wait.compareTo(left) < 0 ? Optional.of(wait) : Optional.empty();
    }
}
