package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Measure;
import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.metrics.Series;
import dev.rapport.loadtest.profile.Profile.Published;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report.Bar;
import dev.rapport.loadtest.report.Report.Charts;
import dev.rapport.loadtest.report.Report.Curve;
import dev.rapport.loadtest.report.Report.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** What is drawn. */
final class ChartData {
    /** Points of a percentile curve for each further nine. */
    private static final int POINTS_PER_DECADE = 20;

    private static final int WORST_STREAMS = 20;

    /** Milliseconds; steps of about two, from one read to a stall. */
    private static final double[] GAP_EDGES = {
        0, 0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 3_600_000
    };

    private ChartData() {}

    static Charts of(Measurements measurements) {
        RunData run = measurements.run();
        TimeCharts time = new TimeCharts(run);
        return new Charts(
                curves(measurements),
                time.heatMap(),
                time.timeline(),
                gaps(measurements.distributions().of(Scope.CHATS, Measure.ITL)),
                worstStreams(run),
                time.failures(),
                Resources.of(run, measurements.leaks()),
                LevelCharts.scaling(run),
                LevelCharts.recovery(measurements),
                LevelCharts.staircase(run));
    }

    private static List<Curve> curves(Measurements measurements) {
        List<Curve> curves = new ArrayList<>();
        for (Measure measure : List.of(Measure.E2E, Measure.TTFT, Measure.TTFH)) {
            Series series = measurements.distributions().of(Scope.CHATS, measure);
            if (series.finite() > 0) {
                curves.add(curve(measure.word(), series));
            }
        }
        List<Published> points = measurements.run().profile().published().stream()
                .filter(point -> point.series().equals("e2e") && point.x() < 100)
                .sorted(Comparator.comparingDouble(Published::x))
                .toList();
        if (!points.isEmpty()) {
            curves.add(new Curve(
                    "e2e, published",
                    true,
                    points.stream().map(Published::x).toList(),
                    points.stream().map(Published::y).toList()));
        }
        return List.copyOf(curves);
    }

    /** With failures as latencies without end: it stops where they begin, and at the last percentile that n resolves. */
    private static Curve curve(String name, Series series) {
        List<Double> percentiles = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; ; i++) {
            double above = Math.pow(10, -(double) i / POINTS_PER_DECADE);
            double value = series.quantile(1 - above);
            if (above * series.n() < 1 || !Double.isFinite(value)) {
                return new Curve(name, false, percentiles, millis);
            }
            percentiles.add(100 * (1 - above));
            millis.add(value);
        }
    }

    private static List<Bar> gaps(Series itl) {
        List<Bar> bars = new ArrayList<>();
        if (itl.n() == 0) {
            return bars;
        }
        long[] counts = new long[GAP_EDGES.length - 1];
        int bar = 0;
        for (double gap : itl.sorted()) {
            while (bar < counts.length - 1 && gap >= GAP_EDGES[bar + 1]) {
                bar++;
            }
            counts[bar]++;
        }
        for (int i = 0; i < counts.length; i++) {
            bars.add(new Bar(GAP_EDGES[i], GAP_EDGES[i + 1], counts[i]));
        }
        return List.copyOf(bars);
    }

    private static List<Stream> worstStreams(RunData run) {
        /* The least of the worst first, so that a run's many good ones cost one comparison each. */
        Queue<Sample> worst = new PriorityQueue<>(Comparator.comparingLong(Measure::e2eNanos));
        for (Sample chat : run.samples(Scope.CHATS)) {
            if (chat.ok() && chat.times().firstToken() >= 0) {
                worst.add(chat);
                if (worst.size() > WORST_STREAMS) {
                    worst.remove();
                }
            }
        }
        return worst.stream()
                .sorted(Comparator.comparingLong(Measure::e2eNanos).reversed())
                .map(ChartData::stream)
                .toList();
    }

    private static Stream stream(Sample chat) {
        List<Double> tokens = new ArrayList<>();
        double at = chat.times().firstToken() / 1e6;
        tokens.add(at);
        for (int micros : chat.answer().gapsMicros()) {
            at += micros / 1e3;
            tokens.add(at);
        }
        return new Stream(chat.nonce(), Measure.e2eNanos(chat) / 1e6, tokens);
    }
}
