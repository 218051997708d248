package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.HarnessGauges;
import dev.rapport.loadtest.metrics.Measure;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.Series;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import dev.rapport.loadtest.report.Report.FailureSeries;
import dev.rapport.loadtest.report.Report.HeatMap;
import dev.rapport.loadtest.report.Report.Mark;
import dev.rapport.loadtest.report.Report.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chats by time, over the whole run, warm-up included. Latencies are of successes only, as the drawings say; failures are drawn
 * apart, as otherwise one of them in a second would hide what the rest took.
 */
final class TimeCharts {
    /** A drawing is not wider in pixels; longer runs have wider windows. */
    private static final int WINDOWS_MAX = 1_800;

    /** Rows of the heat map for a factor of ten, from a millisecond to 100 s. */
    private static final int ROWS_PER_DECADE = 8;

    private static final int DECADES = 5;

    /** Longer pauses are marked. */
    private static final double PAUSE_SECONDS_MIN = 0.05;

    private static final int MARKS_MAX = 500;

    private final RunData run;
    private final List<Sample> chats;
    private final int windows;
    private final double secondsEach;

    TimeCharts(RunData run) {
        this.run = run;
        this.chats = run.samples().stream()
                .filter(sample -> sample.operation() == Operation.CHAT)
                .toList();
        double end = run.info().phases().stream()
                        .mapToLong(PhaseRecord::endNanos)
                        .max()
                        .orElse(0)
                / 1e9;
        double last = chats.stream().mapToLong(Sample::settledAtNanos).max().orElse(0) / 1e9;
        double seconds = Math.max(1, Math.max(end, last));
        this.secondsEach = Math.max(1, Math.ceil(seconds / WINDOWS_MAX));
        this.windows = (int) Math.ceil(seconds / secondsEach);
    }

    private int window(long nanos) {
        return Math.clamp((long) (nanos / 1e9 / secondsEach), 0, windows - 1);
    }

    @Nullable
    HeatMap heatMap() {
        if (chats.isEmpty()) {
            return null;
        }
        int rows = ROWS_PER_DECADE * DECADES;
        List<Double> edges = new ArrayList<>();
        edges.add(0.0);
        for (int i = 0; i < rows; i++) {
            edges.add(Math.pow(10, (double) i / ROWS_PER_DECADE));
        }
        Long[][] counts = new Long[windows][edges.size()];
        for (Long[] column : counts) {
            Arrays.fill(column, 0L);
        }
        for (Sample chat : chats) {
            if (chat.ok()) {
                double millis = Measure.e2eNanos(chat) / 1e6;
                int row = millis < 1 ? 0 : (int) Math.min(rows, 1 + Math.floor(ROWS_PER_DECADE * Math.log10(millis)));
                counts[window(chat.plannedNanos())][row]++;
            }
        }
        return new HeatMap(
                secondsEach, edges, Arrays.stream(counts).map(List::of).toList(), marks());
    }

    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        run.info().phases().forEach(phase -> marks.add(new Mark(phase.startNanos() / 1e9, "phase", phase.name())));
        for (FailureSeries series : failures()) {
            for (int i = 0; i < series.counts().size(); i++) {
                if (series.counts().get(i) > 0) {
                    marks.add(
                            new Mark(i * secondsEach, "failure", series.counts().get(i) + " " + series.failure()));
                }
            }
        }
        for (String source : run.serviceSources()) {
            run.gauges(source, Gauge.GC_PAUSE_MAX).stream()
                    .filter(each -> each.value() >= PAUSE_SECONDS_MIN)
                    .forEach(each -> marks.add(new Mark(
                            each.atNanos() / 1e9, "gc", source + " " + Math.round(1e3 * each.value()) + " ms")));
            rises(marks, source, Gauge.LOOP_BLOCKED, "stall");
            rises(marks, source, Gauge.RESTARTS, "restart");
        }
        return marks.stream().limit(MARKS_MAX).toList();
    }

    private void rises(List<Mark> marks, String source, String gauge, String kind) {
        Gauge before = null;
        for (Gauge each : run.gauges(source, gauge)) {
            if (before != null && each.value() > before.value()) {
                marks.add(new Mark(each.atNanos() / 1e9, kind, source));
            }
            before = each;
        }
    }

    /** By the second in which they settled. */
    List<FailureSeries> failures() {
        Map<String, Long[]> byClass = new TreeMap<>();
        for (Sample sample : run.samples()) {
            if (sample.failed()) {
                byClass.computeIfAbsent(sample.outcome(), key -> {
                    Long[] zeros = new Long[windows];
                    Arrays.fill(zeros, 0L);
                    return zeros;
                })[window(sample.settledAtNanos())]++;
            }
        }
        return byClass.entrySet().stream()
                .map(entry -> new FailureSeries(entry.getKey(), secondsEach, List.of(entry.getValue())))
                .toList();
    }

    Timeline timeline() {
        double[] offered = new double[windows];
        double[] achieved = new double[windows];
        double[] good = new double[windows];
        double[] failed = new double[windows];
        Series.Builder[] e2e = new Series.Builder[windows];
        Arrays.setAll(e2e, i -> new Series.Builder());
        for (Sample chat : chats) {
            int planned = window(chat.plannedNanos());
            int settled = window(chat.settledAtNanos());
            offered[planned] += 1 / secondsEach;
            achieved[settled] += chat.ok() ? 1 / secondsEach : 0;
            good[settled] += run.good(chat) ? 1 / secondsEach : 0;
            failed[settled] += chat.failed() ? 1 / secondsEach : 0;
            if (chat.ok()) {
                e2e[planned].add(Measure.e2eNanos(chat) / 1e6, 0);
            }
        }
        double[] read = inFlightRead();
        double[] expected = inFlightExpected();
        List<Series> latencies = Arrays.stream(e2e).map(Series.Builder::build).toList();
        List<@Nullable Double> residuals = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            residuals.add(read[i] > 0 ? Numbers.orNull(Math.abs(read[i] - expected[i]) / read[i]) : null);
        }
        return new Timeline(
                secondsEach,
                boxed(offered),
                boxed(achieved),
                boxed(good),
                boxed(failed),
                boxed(Arrays.stream(read).map(Numbers::orZero).toArray()),
                quantiles(latencies, 0.5),
                quantiles(latencies, 0.99),
                residuals);
    }

    private static List<@Nullable Double> quantiles(List<Series> windows, double q) {
        List<@Nullable Double> values = new ArrayList<>();
        windows.forEach(window -> values.add(Numbers.orNull(window.quantile(q))));
        return values;
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** What the harness counted, spread over the time since the reading before; NaN where it did not. */
    private double[] inFlightRead() {
        double[] area = new double[windows];
        double[] seconds = new double[windows];
        Gauge before = null;
        for (Gauge reading : run.gauges(RunData.HARNESS, HarnessGauges.IN_FLIGHT_MEAN)) {
            double from = before == null ? Math.max(0, reading.atNanos() / 1e9 - 1) : before.atNanos() / 1e9;
            spread(from, reading.atNanos() / 1e9, reading.value(), area);
            spread(from, reading.atNanos() / 1e9, 1, seconds);
            before = reading;
        }
        double[] mean = new double[windows];
        Arrays.setAll(mean, i -> area[i] / seconds[i]);
        return mean;
    }

    /** From the chats' own times; the harness counts chats, too. */
    private double[] inFlightExpected() {
        double[] area = new double[windows];
        for (Sample sample : chats) {
            if (sample.times().begun() >= 0) {
                double from = (sample.plannedNanos() + sample.times().begun()) / 1e9;
                spread(from, sample.settledAtNanos() / 1e9, 1, area);
            }
        }
        return Arrays.stream(area).map(each -> each / secondsEach).toArray();
    }

    /** Adds {@code level} times the seconds of each window between the two times. */
    private void spread(double from, double to, double level, double[] area) {
        int last = Math.min(windows - 1, (int) (to / secondsEach));
        for (int i = Math.max(0, (int) (from / secondsEach)); i <= last; i++) {
            double inside = Math.min(to, (i + 1) * secondsEach) - Math.max(from, i * secondsEach);
            area[i] += level * Math.max(0, inside);
        }
    }
}
