package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Answer;
import dev.rapport.loadtest.record.Sample.Times;

/** Copies of samples in which one thing is otherwise. */
public final class Samples {
    private Samples() {}

    /** The same request at other times. */
    public static Sample timed(Sample sample, Times times) {
        return copy(sample, times, sample.answer());
    }

    /** The same request with another answer. */
    public static Sample answering(Sample sample, Answer answer) {
        return copy(sample, sample.times(), answer);
    }

    private static Sample copy(Sample sample, Times times, Answer answer) {
        return new Sample(
                sample.number(),
                sample.phase(),
                sample.operation(),
                sample.user(),
                sample.nonce(),
                sample.plannedNanos(),
                times,
                answer,
                sample.outcome(),
                sample.detail(),
                sample.status(),
                sample.retryAfterSeconds(),
                sample.bytesSent(),
                sample.bytesReceived(),
                sample.server());
    }

    /** The same request, which never had a connection, and so no answer. */
    public static Sample unsent(Sample sample) {
        return new Sample(
                sample.number(),
                sample.phase(),
                sample.operation(),
                sample.user(),
                sample.nonce(),
                sample.plannedNanos(),
                new Times(0, -1, -1, -1, -1, -1, 1_000),
                sample.answer(),
                sample.outcome(),
                "",
                0,
                -1,
                0,
                0,
                sample.server());
    }
}
