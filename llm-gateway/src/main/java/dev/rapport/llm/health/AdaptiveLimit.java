package dev.rapport.llm.health;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;

/**
 * How many calls a provider carries at one time, found out by Netflix's concurrency-limits: the smaller of a gradient on the
 * times to first token and an additive increase, multiplicative decrease on refusals. Two, because the library's gradient
 * takes no notice of refusals. To be guarded by its owner.
 */
final class AdaptiveLimit {
    /** Calls at one time, of one process. A guess, not measured; so are the bounds. */
    static final int FIRST = 64;

    static final int MIN = 8;
    static final int MAX = 1_024;

    private static final double BACKOFF = 0.9;

    private final boolean adapts;
    private final Limit gradient = WindowedLimit.newBuilder()
            .build(Gradient2Limit.newBuilder()
                    .initialLimit(FIRST)
                    .minLimit(MIN)
                    .maxConcurrency(MAX)
                    .build());
    private final Limit refusals = AIMDLimit.newBuilder()
            .initialLimit(FIRST)
            .minLimit(MIN)
            .maxLimit(MAX)
            .backoffRatio(BACKOFF)
            .build();

    AdaptiveLimit(boolean adapts) {
        this.adapts = adapts;
    }

    int get() {
        return adapts ? Math.min(gradient.getLimit(), refusals.getLimit()) : MAX;
    }

    /** @param startNanos when the call began, since any fixed time before: the windows of the gradient are made of it */
    void firstPiece(long startNanos, long nanos, int inFlight) {
        gradient.onSample(startNanos, nanos, inFlight, false);
        refusals.onSample(startNanos, 0, inFlight, false);
    }

    void overloaded(long startNanos, long nanos, int inFlight) {
        refusals.onSample(startNanos, nanos, inFlight, true);
    }
}
