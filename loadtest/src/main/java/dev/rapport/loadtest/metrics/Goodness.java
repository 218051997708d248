package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.profile.Profile.Good;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;

/** Whether a success also came in time. Pure. */
public final class Goodness {
    private Goodness() {}

    /** Success that also keeps what the profile calls good; only chats can be too late. */
    public static boolean of(Good good, Sample sample) {
        if (!sample.ok()) {
            return false;
        }
        return sample.operation() != Operation.CHAT
                || (keeps(sample.times().firstToken(), good.ttft().toNanos())
                        && keeps(sample.times().done(), good.e2e().toNanos())
                        && keeps(longestGapNanos(sample), good.itlMax().toNanos()));
    }

    private static boolean keeps(long nanos, long limitNanos) {
        return limitNanos == 0 || (nanos >= 0 && nanos <= limitNanos);
    }

    private static long longestGapNanos(Sample sample) {
        long longest = 0;
        for (int gap : sample.answer().gapsMicros()) {
            longest = Math.max(longest, gap);
        }
        return longest * 1_000;
    }
}
