package dev.rapport.llm.limit;

import static java.util.Objects.requireNonNull;

/**
 * What each user of a plan may do. In all numbers 0 is no limit.
 *
 * @param plan its name in the file
 * @param dayTokens from midnight to midnight, UTC
 * @param dayCostMicros in millionths of the price table's currency
 * @param openMax answers of one user at one time, waiting ones included
 */
public record PlanLimit(
        String plan, int requestsPerMinute, int tokensPerMinute, long dayTokens, long dayCostMicros, int openMax) {
    public PlanLimit {
        requireNonNull(plan, "plan");
        if (requestsPerMinute < 0 || tokensPerMinute < 0 || dayTokens < 0 || dayCostMicros < 0 || openMax < 0) {
            throw new IllegalArgumentException("limits of " + plan + ": " + requestsPerMinute + ", " + tokensPerMinute
                    + ", " + dayTokens + ", " + dayCostMicros + ", " + openMax + " (expected: each 0 or more)");
        }
    }

    /** A plan that limits nothing. */
    public static PlanLimit none(String plan) {
        return new PlanLimit(plan, 0, 0, 0, 0, 0);
    }

    /** Whether anything is limited. */
    public boolean limits() {
        return requestsPerMinute > 0 || tokensPerMinute > 0 || dayTokens > 0 || dayCostMicros > 0 || openMax > 0;
    }
}
