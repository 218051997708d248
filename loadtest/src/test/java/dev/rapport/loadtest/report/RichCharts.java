package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.Bar;
import dev.rapport.loadtest.report.Report.Charts;
import dev.rapport.loadtest.report.Report.Curve;
import dev.rapport.loadtest.report.Report.FailureSeries;
import dev.rapport.loadtest.report.Report.HeatMap;
import dev.rapport.loadtest.report.Report.Mark;
import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.Recovery;
import dev.rapport.loadtest.report.Report.ResourceSeries;
import dev.rapport.loadtest.report.Report.Scaling;
import dev.rapport.loadtest.report.Report.Staircase;
import dev.rapport.loadtest.report.Report.Stream;
import dev.rapport.loadtest.report.Report.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The drawings of {@link RichReport}: 1,800 windows of a second, 60 rows of latency. */
final class RichCharts {
    static final int SECONDS = 1_860;
    private static final int ROWS = 60;

    private final Random random;
    private final List<List<Long>> counts = new ArrayList<>();
    private final List<Double> offered = new ArrayList<>();
    private final List<Double> failed = new ArrayList<>();
    private final List<Double> inFlight = new ArrayList<>();
    private final List<@Nullable Double> p50 = new ArrayList<>();
    private final List<@Nullable Double> p99 = new ArrayList<>();
    private final List<@Nullable Double> residual = new ArrayList<>();
    private final List<Double> all = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    private RichCharts(long seed) {
        this.random = new Random(seed);
        marks.add(new Mark(0, "phase", "warm-up"));
        marks.add(new Mark(60, "phase", "users-500"));
        for (int second = 0; second < SECONDS; second++) {
            second(second);
        }
        for (int second = 7; second < SECONDS; second += 19 + random.nextInt(9)) {
            marks.add(new Mark(second, "gc", "chat-1, 8 ms"));
        }
        marks.add(new Mark(902, "stall", "chat-2, event loop blocked 1.8 s"));
        marks.add(new Mark(1_204, "restart", "chat-2"));
        marks.add(new Mark(1_204.5, "failure", "chat, http-5xx"));
        marks.add(new Mark(1_206, "failure", "chat, http-5xx"));
        marks.add(new Mark(312, "failure", "chat, timeout"));
    }

    static Charts build(long seed) {
        return new RichCharts(seed).charts();
    }

    static double edge(int row) {
        return 10 * Math.pow(10, row / 20.0);
    }

    private void second(int second) {
        boolean stalled = second >= 900 && second < 906;
        int n = Math.max(0, (int) Math.round((second < 60 ? second / 60.0 : 1) * 27.9 + random.nextGaussian() * 4));
        double[] latencies = new double[n];
        Long[] rows = new Long[ROWS];
        Arrays.fill(rows, 0L);
        for (int i = 0; i < n; i++) {
            double median = random.nextDouble() < 0.12 ? 190 : 100;
            latencies[i] =
                    median * Math.exp(0.22 * random.nextGaussian()) + (stalled ? 400 + 900 * random.nextDouble() : 0);
            all.add(latencies[i]);
            rows[Math.clamp((int) Math.floor(20 * Math.log10(latencies[i] / 10)), 0, ROWS - 1)]++;
        }
        Arrays.sort(latencies);
        counts.add(List.of(rows));
        offered.add((double) n);
        failed.add(second == 312 || second == 1_206 ? 1.0 : second == 1_204 ? 7.0 : 0.0);
        inFlight.add(n * 0.12 * (stalled ? 8 : 1) + 0.3 * random.nextDouble());
        p50.add(n == 0 ? null : latencies[n / 2]);
        p99.add(n == 0 ? null : latencies[n - 1]);
        residual.add(n == 0 ? null : 0.012 * random.nextGaussian());
    }

    private Charts charts() {
        return new Charts(
                curves(),
                new HeatMap(
                        1,
                        java.util.stream.IntStream.range(0, ROWS)
                                .mapToObj(RichCharts::edge)
                                .toList(),
                        counts,
                        marks),
                new Timeline(
                        1,
                        offered,
                        offered,
                        offered.stream().map(v -> v * 0.994).toList(),
                        failed,
                        inFlight,
                        p50,
                        p99,
                        residual),
                gaps(),
                streams(),
                failures(),
                resources(),
                scaling(),
                new Recovery(
                        180,
                        List.of(
                                new Recovery.RecoveryTime("p95 of chats", 11.0, 30),
                                new Recovery.RecoveryTime("success", 2.0, 15),
                                new Recovery.RecoveryTime("throughput", 24.0, 20),
                                new Recovery.RecoveryTime("heap after GC", null, 60))),
                staircase());
    }

    private List<Curve> curves() {
        List<Double> percents = List.of(
                0.0, 10.0, 25.0, 50.0, 60.0, 66.0, 75.0, 80.0, 85.0, 90.0, 92.5, 95.0, 97.0, 98.0, 99.0, 99.5, 99.7,
                99.9, 99.95, 99.99, 99.998);
        double[] sorted = all.stream().mapToDouble(v -> v).sorted().toArray();
        List<Double> e2e = percents.stream()
                .map(p -> sorted[(int) Math.min(sorted.length - 1.0, p / 100 * sorted.length)])
                .toList();
        return List.of(
                new Curve("E2E", false, percents, e2e),
                new Curve(
                        "TTFT", false, percents, e2e.stream().map(v -> v * 0.55).toList()),
                new Curve(
                        "TTFH", false, percents, e2e.stream().map(v -> v * 0.08).toList()),
                new Curve(
                        "HarmoniqOS",
                        true,
                        List.of(50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 99.0, 99.9),
                        List.of(120.0, 130.0, 140.0, 150.0, 190.0, 230.0, 330.0, 580.0)));
    }

    private static List<Bar> gaps() {
        List<Bar> bars = new ArrayList<>();
        bars.add(new Bar(0, 0.1, 812));
        for (int i = 0; i < 40; i++) {
            double from = 0.1 * Math.pow(10, i / 10.0);
            double distance = Math.log(from / 4) / 0.35;
            long count = (long) (160_000 * Math.exp(-distance * distance / 2)) + (i > 30 ? 40 - i : 0);
            bars.add(new Bar(from, 0.1 * Math.pow(10, (i + 1) / 10.0), count));
        }
        return bars;
    }

    private List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<Double> tokens = new ArrayList<>();
            double at = 80 + 120 * random.nextDouble();
            int stallAt = random.nextInt(12);
            for (int token = 0; token < 12; token++) {
                at += 3 + 4 * random.nextDouble() + (token == stallAt ? 1_100 - 30 * i : 0);
                tokens.add(at);
            }
            streams.add(new Stream("r-7f3a-c-" + (40_000 + 137 * i), at + 2, tokens));
        }
        return streams;
    }

    private static List<FailureSeries> failures() {
        return List.of(
                new FailureSeries("http-5xx", 1, at(1_204, 7)),
                new FailureSeries("timeout", 1, at(312, 3)),
                new FailureSeries("truncated", 1, at(1_206, 2)));
    }

    private static List<Long> at(int second, long count) {
        Long[] counts = new Long[SECONDS];
        Arrays.fill(counts, 0L);
        counts[second] = count;
        return List.of(counts);
    }

    private List<ResourceSeries> resources() {
        List<ResourceSeries> series = new ArrayList<>();
        series.add(resource("chat-1", "heap after GC", "MB", 62, 1.84, true));
        series.add(resource("chat-2", "heap after GC", "MB", 61, 18.2, true));
        series.add(resource("chat-1", "CPU", "% of a core", 21, 0, false));
        series.add(resource("harness", "CPU", "% of a core", 34, 0, false));
        series.add(resource("nginx", "open files", "", 112, 0, true));
        series.add(resource("redis-durable", "rss_bytes", "MB", 38, 6, false));
        return series;
    }

    private ResourceSeries resource(
            String source, String name, String unit, double start, double perHour, boolean fit) {
        List<Double> at = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int second = 0; second < SECONDS; second += 5) {
            at.add((double) second);
            values.add(start + perHour * second / 3_600 + start * 0.02 * random.nextGaussian());
        }
        List<Point> line = List.of(new Point(360, start + perHour * 0.1), new Point(1_855, start + perHour * 0.515));
        return new ResourceSeries(source, name, unit, at, values, fit ? line : List.of());
    }

    private static double usl(double n) {
        return 28 * n / (1 + 0.033 * (n - 1) + 0.000_12 * n * (n - 1));
    }

    private static Scaling scaling() {
        List<Point> fitted = new ArrayList<>();
        for (int n = 1; n <= 100; n++) {
            fitted.add(new Point(n, usl(n)));
        }
        return new Scaling(
                "users",
                List.of(
                        new Point(1, 28.4),
                        new Point(5, 121),
                        new Point(10, 214),
                        new Point(20, 318),
                        new Point(50, 497),
                        new Point(75, 500),
                        new Point(100, 521)),
                fitted,
                fitted.stream().map(p -> new Point(p.x(), p.y() * 0.95)).toList(),
                fitted.stream().map(p -> new Point(p.x(), p.y() * 1.06)).toList(),
                List.of(new Point(0, 0), new Point(100, 2_800)),
                "sigma 0.033 (0.028 to 0.039), kappa 1.2e-4 (0.8e-4 to 1.7e-4), peak at 90 users (74 to 113)");
    }

    private static Staircase staircase() {
        List<Point> served = new ArrayList<>();
        List<Point> refused = new ArrayList<>();
        for (int second = 0; second <= 60; second++) {
            served.add(new Point(second, Math.min(500 + 8.333 * second, 520.0 * Math.min(1, second) + 7.9 * second)));
            refused.add(new Point(second, second < 3 ? 150 * second : 420));
        }
        return new Staircase(served, List.of(new Point(0, 500), new Point(60, 1_000)), refused);
    }
}
