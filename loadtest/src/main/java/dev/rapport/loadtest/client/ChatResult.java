package dev.rapport.loadtest.client;

import org.jspecify.annotations.Nullable;

/**
 * What became of one message. All times are nanoseconds after the planned start, {@link #UNREACHED} where it did not come
 * to that.
 *
 * @param begunNanos the client turned to it
 * @param sentNanos dispatch delay: the request was handed to an open connection
 * @param headersNanos TTFH
 * @param firstTokenNanos TTFT: the first token event with text in it
 * @param doneNanos E2E: {@code done}
 * @param settledNanos the result was known; from then on the user thinks
 * @param failure null for a success
 * @param detail for people: what the server or the network said; empty for a success
 * @param queued {@code queued} events seen
 * @param replaced {@code replaced} events seen
 */
public record ChatResult(
        String nonce,
        long begunNanos,
        long sentNanos,
        long headersNanos,
        long firstTokenNanos,
        long doneNanos,
        long settledNanos,
        @Nullable FailureClass failure,
        String detail,
        Integrity integrity,
        int queued,
        int replaced) {
    public static final long UNREACHED = -1;

    public boolean ok() {
        return failure == null;
    }

    public boolean sent() {
        return sentNanos != UNREACHED;
    }
}
