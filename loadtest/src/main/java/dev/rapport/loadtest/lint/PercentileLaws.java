package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Curve;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import dev.rapport.loadtest.report.Report.StageRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Laws of distributions: order, mean between its bounds, and no percentile finer than the sample. Pure. */
final class PercentileLaws {
    /** A histogram with three digits reads up to this much high, and so may the two sides of a comparison. */
    private static final double HISTOGRAM = 0.003;

    /** Means and percentiles come from one histogram; between its points a bound is only as good as the rank. */
    private static final double MEAN_TOLERANCE = 0.01;

    private static final double STAGES_TOLERANCE = 0.02;

    private PercentileLaws() {}

    private record Point(
            String name, double percent, @Nullable Double value) {}

    static List<Contradiction> check(Report report) {
        List<Contradiction> found = new ArrayList<>();
        for (OperationRow row : report.operations()) {
            for (Quantiles latency : row.latencies()) {
                String where = row.operation() + " " + latency.name();
                List<Point> points = points(latency);
                ascending(where, points, found);
                rank(where, latency, points, found);
                mean(where, latency, found);
                withFailures(where, latency, found);
            }
        }
        for (PhaseRow phase : report.phases()) {
            ascending(
                    "phase " + phase.name(),
                    List.of(
                            new Point("p50", 50, phase.p50()),
                            new Point("p95", 95, phase.p95()),
                            new Point("p99", 99, phase.p99())),
                    found);
        }
        for (Curve curve : report.charts().percentiles()) {
            ascending("curve " + curve.name(), points(curve), found);
        }
        report.waterfall().forEach(row -> stages(row, found));
        return found;
    }

    private static List<Point> points(Quantiles q) {
        return List.of(
                new Point("p50", 50, q.p50()),
                new Point("p95", 95, q.p95()),
                new Point("p99", 99, q.p99()),
                new Point("p99.9", 99.9, q.p999()),
                new Point("max", 100, q.max()));
    }

    private static List<Point> points(Curve curve) {
        List<Point> points = new ArrayList<>();
        int size = Math.min(curve.percentiles().size(), curve.millis().size());
        for (int i = 0; i < size; i++) {
            double percent = curve.percentiles().get(i);
            points.add(
                    new Point("p" + Say.number(percent), percent, curve.millis().get(i)));
        }
        return points;
    }

    private static void ascending(String where, List<Point> points, List<Contradiction> found) {
        Point before = null;
        for (Point point : points) {
            Double value = point.value();
            if (value == null) {
                continue;
            }
            Double below = before == null ? null : before.value();
            if (before != null && below != null && value < below * (1 - HISTOGRAM)) {
                found.add(new Contradiction(
                        "percentiles",
                        where,
                        point.name() + " " + Say.number(value),
                        "at least " + before.name() + ", " + Say.number(below),
                        "What " + Say.number(point.percent())
                                + " % stay below cannot be less than what fewer stay below."));
            }
            before = point;
        }
    }

    /** Of n values, the percentile above the rank n - 1 is the greatest. */
    private static void rank(String where, Quantiles latency, List<Point> points, List<Contradiction> found) {
        Double max = latency.max();
        for (Point point : points) {
            Double value = point.value();
            if (max == null || value == null || latency.n() <= 0) {
                continue;
            }
            boolean greatest = Math.ceil(point.percent() / 100 * latency.n() - 1e-9) >= latency.n();
            if (greatest && value < max * (1 - HISTOGRAM)) {
                found.add(new Contradiction(
                        "rank",
                        where,
                        point.name() + " " + Say.number(value) + " of " + Say.count(latency.n()) + " values",
                        "the greatest, " + Say.number(max),
                        "With so few values no other one is above the share."));
            }
        }
    }

    private static void mean(String where, Quantiles q, List<Contradiction> found) {
        Double mean = q.mean();
        Double p50 = q.p50();
        Double p95 = q.p95();
        Double p99 = q.p99();
        Double max = q.max();
        if (mean == null || p50 == null || p95 == null || p99 == null || max == null || q.n() <= 0) {
            return;
        }
        double oneValue = max / q.n();
        double low = 0.45 * p50 + 0.04 * p95 + 0.01 * p99 - 3 * oneValue;
        double high = 0.5 * p50 + 0.45 * p95 + 0.04 * p99 + 0.01 * max + 3 * oneValue;
        boolean negative =
                where.endsWith("overhead"); // a difference of clocks may fall below zero, and then no bound holds
        if (!negative && (mean < low * (1 - MEAN_TOLERANCE) || mean > high * (1 + MEAN_TOLERANCE))) {
            found.add(new Contradiction(
                    "mean",
                    where,
                    "mean " + Say.number(mean),
                    Say.range(low, high) + ", from p50, p95, p99 and max",
                    "Each part of the values lies between two percentiles, so their mean does, too."));
        }
    }

    private static void withFailures(String where, Quantiles q, List<Contradiction> found) {
        slower(where, "p50", q.p50(), q.p50WithFailures(), found);
        slower(where, "p95", q.p95(), q.p95WithFailures(), found);
        slower(where, "p99", q.p99(), q.p99WithFailures(), found);
        ascending(
                where + " with failures",
                List.of(
                        new Point("p50", 50, q.p50WithFailures()),
                        new Point("p95", 95, q.p95WithFailures()),
                        new Point("p99", 99, q.p99WithFailures())),
                found);
    }

    private static void slower(
            String where, String name, @Nullable Double ok, @Nullable Double all, List<Contradiction> found) {
        if (ok != null && all != null && all < ok * (1 - HISTOGRAM)) {
            found.add(new Contradiction(
                    "failures are slow",
                    where,
                    name + " with failures " + Say.number(all),
                    "at least " + Say.number(ok) + ", that of the successes",
                    "A failure counts as a latency without end, so it can only raise a percentile."));
        }
    }

    private static void stages(StageRow row, List<Contradiction> found) {
        double sum = row.stages().stream().mapToDouble(StageRow.Stage::millis).sum();
        if (!row.stages().isEmpty() && Math.abs(sum - row.e2eMillis()) > STAGES_TOLERANCE * row.e2eMillis()) {
            found.add(new Contradiction(
                    "sums",
                    "waterfall at " + row.quantile(),
                    "the stages take " + Say.number(sum) + " ms together",
                    Say.number(row.e2eMillis()) + " ms from end to end",
                    "The stages, with the rest, are all of the answer's time."));
        }
    }
}
