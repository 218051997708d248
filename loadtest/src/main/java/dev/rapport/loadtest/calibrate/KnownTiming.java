package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;

/**
 * The rule that the known server answers by, and that {@link Truth} is computed from. Pure; times are nanoseconds since
 * 1970.
 *
 * @param answers when each token is due
 * @param stalls what holds tokens back
 */
public record KnownTiming(AnswerSettings answers, Stalls stalls) {
    /**
     * The first token after 50 ms and 19 more, each 5 ms after the one before: {@code done} after 145 ms. Over a
     * loopback connection a client sees some 146.
     */
    public static final AnswerSettings STEADY = new AnswerSettings(1, 50, 0, 5, 0, 20, 0);

    /** The steady answers, stalled for two seconds in every ten. */
    public static final KnownTiming STALLING = new KnownTiming(STEADY, Stalls.TWO_IN_TEN);

    /** When token {@code index} leaves, of an answer to what arrived at {@code arrivedNanos}. */
    public long tokenAt(AnswerPlan plan, int index, long arrivedNanos) {
        return stalls.leavesAt(arrivedNanos + plan.dueNanos(index));
    }

    /** When {@code done} leaves: together with the last token. */
    public long doneAt(AnswerPlan plan, long arrivedNanos) {
        return tokenAt(plan, plan.tokenCount() - 1, arrivedNanos);
    }
}
