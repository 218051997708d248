package dev.rapport.loadtest.run;

import dev.rapport.loadtest.client.CallResult;
import dev.rapport.loadtest.profile.Profile.Burst;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of a burst's refused requests come back when they were told, and into which phase. Each request is drawn before
 * anybody knows what becomes of it, so that the draw does not depend on who is refused first. Runs on the run's event loop.
 */
final class Returns {
    /** It does not come back. */
    static final long NEVER = -1;

    /** A few more than wanted are drawn, as some are not refused; beyond what is wanted nobody comes back. */
    private static final double DRAWN_OF_WANTED = 1.5;

    private static final int TOO_MANY = 429;

    private final int wanted;
    private final double share;
    private final SplittableRandom random;
    private final Supplier<String> begin;
    private @Nullable String phase;
    private int taken;

    /** @param begin begins their phase and says its name; asked once, when the first one comes back */
    Returns(Burst burst, SplittableRandom random, Supplier<String> begin) {
        this.wanted = burst.obeyRetryAfter();
        this.share = Math.min(1, DRAWN_OF_WANTED * wanted / burst.requests());
        this.random = random;
        this.begin = begin;
    }

    /** Whether the next request comes back if it is refused. */
    boolean draw() {
        return wanted > 0 && random.nextDouble() < share;
    }

    /** How long after its refusal one that was drawn comes back, or {@link #NEVER}. */
    long waitNanos(CallResult result) {
        if (result.status() != TOO_MANY || result.retryAfterSeconds() < 0 || taken >= wanted) {
            return NEVER;
        }
        taken++;
        return Math.round(result.retryAfterSeconds() * TimeUnit.SECONDS.toNanos(1));
    }

    /** The phase of those who come back. */
    String phase() {
        String known = phase;
        if (known == null) {
            known = begin.get();
            phase = known;
        }
        return known;
    }
}
