package dev.rapport.loadtest.client;

import dev.rapport.loadtest.simulator.AnswerPlan;

/**
 * One message to send.
 *
 * @param token the session's bearer token
 * @param message what the user says, with the plan's nonce in it
 * @param plan the answer to expect; its nonce is the idempotency key too
 * @param cancelAfterTokens leave after so many, 0 to stay
 * @param leaveAfterNanos leave so long after it was sent, whatever came by then; 0 to stay
 * @param plannedNanos when it should be sent ({@link System#nanoTime()}); its latencies count from then
 */
public record ChatCall(
        String token, String message, AnswerPlan plan, int cancelAfterTokens, long leaveAfterNanos, long plannedNanos) {
    /** One that does not leave by the clock. */
    public ChatCall(String token, String message, AnswerPlan plan, int cancelAfterTokens, long plannedNanos) {
        this(token, message, plan, cancelAfterTokens, 0, plannedNanos);
    }
}
