package dev.rapport.loadtest.measure;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The distribution of one latency, from 1 µs to an hour, to three digits. Used by one thread. */
public final class Latencies {
    /** Later than this counts as this; no timeout of ours is so long. */
    private static final long MICROS_MAX = TimeUnit.HOURS.toMicros(1);

    private static final int DIGITS = 3;
    private static final double MICROS_PER_SECOND = 1e6;

    private final Histogram micros = new Histogram(1, MICROS_MAX, DIGITS);

    /** Adds one latency; a negative one counts as 0. */
    public void record(long nanos) {
        micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, MICROS_MAX));
    }

    public long count() {
        return micros.getTotalCount();
    }

    /** All latencies together, in seconds. */
    public double sumSeconds() {
        return count() == 0 ? 0 : micros.getMean() * count() / MICROS_PER_SECOND;
    }

    public Quantiles quantiles() {
        return new Quantiles(
                count(), percentile(50), percentile(95), percentile(99), count() == 0 ? 0 : micros.getMaxValue());
    }

    /**
     * A percentile of all tries, where each failure counts as a latency without end.
     *
     * @return microseconds, or empty if the percentile falls on a failure
     */
    public OptionalLong percentileWithFailures(double percent, long failures) {
        double percentOfSuccesses = percent * (count() + failures) / count();
        return count() == 0 || percentOfSuccesses > 100
                ? OptionalLong.empty()
                : OptionalLong.of(percentile(percentOfSuccesses));
    }

    private long percentile(double percent) {
        return count() == 0 ? 0 : micros.getValueAtPercentile(percent);
    }
}
