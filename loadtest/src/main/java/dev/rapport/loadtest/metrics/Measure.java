package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * What is timed, in milliseconds (LOADTEST 4). {@link #E2E}, {@link #TTFT} and {@link #TTFH} count from the intended start, and
 * {@link #OVERHEAD} and {@link #WAIT} are parts of E2E; in these five a failure is a latency without end. The others are of what came and was
 * seen, so a request that fails early has less of them, or none: no limit on them says how many failed.
 */
public enum Measure {
    /** Until the terminal event. */
    E2E {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            /* One that was left on purpose has no end of its own, though it may have headers and a first token. */
            if (!sample.outcome().equals(Sample.CANCELLED)) {
                fromPlan(sample, e2eNanos(sample), out);
            }
        }
    },
    /** Until the first event with text. */
    TTFT {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            if (sample.operation() == Operation.CHAT) {
                fromPlan(sample, sample.times().firstToken(), out);
            }
        }
    },
    /** Until the headers. */
    TTFH {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            fromPlan(sample, sample.times().headers(), out);
        }
    },
    /** Between consecutive events with text, of all answers together, also of those that failed later; of what came. */
    ITL {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            for (int micros : sample.answer().gapsMicros()) {
                out.accept(micros / 1e3);
            }
        }
    },
    /** Mean time of each token after the first, of one successful answer; not defined below two tokens. */
    TPOT {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            int tokens = sample.answer().usageTokens() >= 0
                    ? sample.answer().usageTokens()
                    : sample.answer().tokens();
            Sample.Times times = sample.times();
            if (sample.ok() && tokens >= 2 && times.firstToken() >= 0) {
                out.accept((times.lastToken() - times.firstToken()) / NANOS_PER_MILLI / (tokens - 1));
            }
        }
    },
    /**
     * From the intended start, or from when the profile let it go, until an open connection had the request, of those that came
     * so far.
     */
    DISPATCH {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            if (sample.times().sent() >= 0) {
                long sent = sample.plannedNanos() + sample.times().sent();
                out.accept((sent - run.dueNanos(sample)) / NANOS_PER_MILLI);
            }
        }
    },
    /** E2E without the provider's own time: what everything of ours and the network took, for chats. */
    OVERHEAD {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            if (sample.operation() != Operation.CHAT || run.provider().isEmpty()) {
                return; // of a provider that keeps no records nothing can be told, of failures as little as of answers
            }
            if (sample.failed()) {
                out.accept(Double.POSITIVE_INFINITY);
            } else if (sample.ok()) {
                run.providerOf(sample)
                        .ifPresent(record -> out.accept(e2eNanos(sample) / NANOS_PER_MILLI - record.totalMs()));
            }
        }
    },
    /** E2E without the time that the provider served it: what it waited, in the service or in the provider's own queue. */
    WAIT {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            if (sample.operation() != Operation.CHAT || run.provider().isEmpty()) {
                return;
            }
            if (sample.failed()) {
                out.accept(Double.POSITIVE_INFINITY);
            } else if (sample.ok()) {
                run.providerOf(sample)
                        .ifPresent(record -> out.accept(
                                e2eNanos(sample) / NANOS_PER_MILLI - (record.totalMs() - record.waitedMs())));
            }
        }
    },
    /** From asking the gateway to its permit, as the service says in {@code timing_ms.admit}; of answers that say it. */
    ADMIT {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            Double admit = sample.server().stageMillis().get(ADMIT_STAGE);
            if (admit != null) {
                out.accept(admit);
            }
        }
    },
    /** The provider's own time, of all requests that it had. */
    PROVIDER {
        @Override
        void read(RunData run, Sample sample, DoubleConsumer out) {
            run.providerOf(sample).map(ProviderRecord::totalMs).ifPresent(out::accept);
        }
    };

    private static final double NANOS_PER_MILLI = 1e6;
    private static final String ADMIT_STAGE = "admit";

    abstract void read(RunData run, Sample sample, DoubleConsumer out);

    /** As in a metric's name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Measure> of(String word) {
        for (Measure each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The answer's end after the plan. */
    public static long e2eNanos(Sample sample) {
        return sample.times().done() >= 0
                ? sample.times().done()
                : sample.times().settled();
    }

    private static void fromPlan(Sample sample, long nanos, DoubleConsumer out) {
        if (sample.failed()) {
            out.accept(Double.POSITIVE_INFINITY);
        } else if (nanos >= 0) {
            out.accept(nanos / NANOS_PER_MILLI);
        }
    }
}
