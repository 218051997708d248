package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The measured phases, put end to end and cut into windows of one length. Chats are in the window of their plan. */
public final class Windows {
    /** As many as the hour of the published sustained test has in windows of 300 s; enough for Mann-Kendall. */
    static final int WINDOWS = 12;

    private final RunData run;
    private final long lengthNanos;

    public Windows(RunData run) {
        this.run = run;
        this.lengthNanos = run.measured().stream()
                .mapToLong(phase -> phase.endNanos() - phase.startNanos())
                .sum();
    }

    /** Seconds of one. */
    double seconds() {
        return lengthNanos / 1e9 / WINDOWS;
    }

    /** One figure of each window. */
    private double[] each(ToDoubleFunction<List<Sample>> figure) {
        List<List<Sample>> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            windows.add(new ArrayList<>());
        }
        for (Sample sample : run.samples(RunData.Scope.CHATS)) {
            long offset = offset(sample.plannedNanos());
            if (offset >= 0) {
                windows.get((int) Math.min(WINDOWS - 1, offset * WINDOWS / lengthNanos))
                        .add(sample);
            }
        }
        return windows.stream().mapToDouble(figure).toArray();
    }

    /** In the measured phases end to end, -1 outside of them. */
    private long offset(long nanos) {
        long before = 0;
        for (PhaseRecord phase : run.measured()) {
            if (nanos >= phase.startNanos() && nanos < phase.endNanos()) {
                return before + nanos - phase.startNanos();
            }
            before += phase.endNanos() - phase.startNanos();
        }
        return -1;
    }

    /** A quantile of each window's E2E with failures, in milliseconds. */
    public double[] quantiles(double q) {
        return each(samples -> e2e(samples).quantile(q));
    }

    /** The mean of each window's successes, in milliseconds. */
    double[] means() {
        return each(samples -> samples.stream()
                .filter(Sample::ok)
                .mapToDouble(sample -> Measure.e2eNanos(sample) / 1e6)
                .average()
                .orElse(Double.NaN));
    }

    /** Successes a second of each window. */
    double[] throughput() {
        return each(samples -> samples.stream().filter(Sample::ok).count() / seconds());
    }

    private Series e2e(List<Sample> samples) {
        Series.Builder series = new Series.Builder();
        samples.forEach(sample -> Measure.E2E.read(run, sample, millis -> series.add(millis, 0)));
        return series.build();
    }
}
