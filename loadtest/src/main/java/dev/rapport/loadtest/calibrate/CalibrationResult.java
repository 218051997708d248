package dev.rapport.loadtest.calibrate;

import java.util.List;
import java.util.Locale;

/**
 * What came of a comparison. All times are milliseconds.
 *
 * @param rows TTFT and E2E at p50, p90, p95 and p99
 * @param from what the latencies were counted from
 * @param requests compared
 * @param failed of these; in a calibration none may fail
 * @param errorMedian of the requests one by one: how far E2E is from its own truth, at the median
 * @param errorP99 and at the 99th percentile; shown, not judged, as one hiccup of the machine is nobody's fault
 */
public record CalibrationResult(
        List<Row> rows,
        MeasuredFrom from,
        Tolerance tolerance,
        long requests,
        long failed,
        double errorMedian,
        double errorP99) {

    /**
     * One quantile.
     *
     * @param truth in milliseconds
     * @param measured in milliseconds, infinite if the quantile falls on a failure
     * @param within whether the difference is tolerated
     */
    public record Row(String metric, double quantile, double truth, double measured, boolean within) {
        private String line() {
            return String.format(
                    Locale.ROOT,
                    "  %-4s p%-3.0f %10.1f %10.1f %+9.1f  %s%n",
                    metric,
                    quantile * 100,
                    truth,
                    measured,
                    measured - truth,
                    within ? "ok" : "OFF");
        }
    }

    public boolean passed() {
        return failed == 0 && rows.stream().allMatch(Row::within);
    }

    /** For people: a line for each quantile, and one for the rest. */
    public String toText() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "  %-9s %10s %10s %9s%n", "ms", "truth", "measured", "off by"));
        rows.forEach(row -> text.append(row.line()));
        return text.append(String.format(
                        Locale.ROOT,
                        "  %d requests, %d failed; each against its own truth: median %.2f ms off, p99 %.2f ms%n",
                        requests,
                        failed,
                        errorMedian,
                        errorP99))
                .toString();
    }
}
