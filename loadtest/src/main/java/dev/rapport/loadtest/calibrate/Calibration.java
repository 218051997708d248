package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.calibrate.CalibrationResult.Row;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** Compares what the harness measured with what was true. Pure. */
public final class Calibration {
    private static final double[] QUANTILES = {0.50, 0.90, 0.95, 0.99};
    private static final double NANOS_PER_MILLI = 1e6;

    private Calibration() {}

    /** As asked of the harness: latencies from the plan, within 2 % or 2 ms. */
    public static CalibrationResult compare(List<Sample> samples, Truth truth) {
        return compare(samples, truth, MeasuredFrom.PLAN, Tolerance.ASKED);
    }

    /**
     * Compares the quantiles of both, and each request with its own truth.
     *
     * @param samples those the truth was computed from, in the same order; a failed one counts as infinitely late
     * @throws IllegalArgumentException if there are none, or not as many as arrivals
     */
    public static CalibrationResult compare(List<Sample> samples, Truth truth, MeasuredFrom from, Tolerance tolerance) {
        if (samples.isEmpty() || samples.size() != truth.size()) {
            throw new IllegalArgumentException("samples: " + samples.size() + " (expected: " + truth.size()
                    + ", as many as arrivals, at least 1)");
        }
        double[] ttft = measured(samples, from, sample -> sample.times().firstToken());
        double[] e2e = measured(samples, from, sample -> sample.times().done());
        double[] errors = errors(e2e, truth);
        List<Row> rows = new ArrayList<>();
        Arrays.sort(ttft);
        Arrays.sort(e2e);
        double[] trueTtft = truth.ttftSorted();
        double[] trueE2e = truth.e2eSorted();
        for (double q : QUANTILES) {
            rows.add(row("TTFT", q, trueTtft, ttft, tolerance));
        }
        for (double q : QUANTILES) {
            rows.add(row("E2E", q, trueE2e, e2e, tolerance));
        }
        long failed = samples.stream().filter(sample -> !sample.ok()).count();
        return new CalibrationResult(
                rows, from, tolerance, samples.size(), failed, Quantile.of(errors, 0.5), Quantile.of(errors, 0.99));
    }

    private static double[] measured(List<Sample> samples, MeasuredFrom from, ToLongFunction<Sample> end) {
        return samples.stream()
                .mapToDouble(sample -> sample.ok()
                        ? (end.applyAsLong(sample) - from.startNanos(sample)) / NANOS_PER_MILLI
                        : Double.POSITIVE_INFINITY)
                .toArray();
    }

    private static double[] errors(double[] e2eMillis, Truth truth) {
        double[] errors = new double[e2eMillis.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(e2eMillis[i] - truth.e2eNanos(i) / NANOS_PER_MILLI);
        }
        Arrays.sort(errors);
        return errors;
    }

    private static Row row(String metric, double q, double[] truthNanos, double[] millis, Tolerance tolerance) {
        double truth = Quantile.of(truthNanos, q) / NANOS_PER_MILLI;
        double measured = Quantile.of(millis, q);
        return new Row(metric, q, truth, measured, tolerance.covers(truth, measured));
    }
}
