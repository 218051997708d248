package dev.rapport.loadtest.client;

import dev.rapport.loadtest.record.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Its members are those of {@link Sample}.
 *
 * @param failure null for a success, and for a client that left on purpose
 * @param cancelled the client left on purpose
 * @param body of an answer that is not streamed; empty for the others
 */
public record CallResult(
        Sample.Times times,
        Sample.Answer answer,
        @Nullable FailureClass failure,
        boolean cancelled,
        String detail,
        int status,
        double retryAfterSeconds,
        long bytesSent,
        long bytesReceived,
        Sample.Server server,
        String body) {

    public boolean ok() {
        return failure == null && !cancelled;
    }

    /** As in {@link Sample#outcome}. */
    public String outcome() {
        return failure != null ? failure.word() : cancelled ? Sample.CANCELLED : Sample.OK;
    }
}
