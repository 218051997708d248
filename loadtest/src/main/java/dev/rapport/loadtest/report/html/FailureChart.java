package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.FailureSeries;
import dev.rapport.loadtest.report.Report.Mark;
import java.util.List;

/** When what failed: a strip for each class, named by its word; all strips have one scale. */
final class FailureChart {
    private static final double LEFT = 168;
    private static final double RIGHT = Svg.WIDTH - 60;
    private static final double STRIP = 34;

    private FailureChart() {}

    static void write(Markup markup, List<FailureSeries> all, List<Mark> marks) {
        new Figure("failures-over-time", "Failures over time", "A strip for each class of failure, all on one scale.")
                .write(markup, m -> draw(m, all, marks), m -> table(m, all));
    }

    private static double seconds(List<FailureSeries> all) {
        return all.stream()
                .mapToDouble(s -> s.secondsEach() * s.counts().size())
                .max()
                .orElse(1);
    }

    private static void draw(Markup markup, List<FailureSeries> all, List<Mark> marks) {
        Plot plot = new Plot(LEFT, 20, RIGHT, 20 + all.size() * STRIP);
        Svg svg = Svg.open(
                markup,
                "failures-svg",
                Svg.WIDTH,
                plot.bottom() + 42,
                "Failures over time",
                "One strip for each class of failure, with bars at the times of failures.");
        Scale x = plot.across(0, seconds(all));
        plot.timeAxis(svg, x, "time since the start");
        Lanes.phases(svg, plot, x, marks, true);
        double most = 1;
        for (FailureSeries series : all) {
            for (long sum : sums(series)) {
                most = Math.max(most, (double) sum);
            }
        }
        for (int i = 0; i < all.size(); i++) {
            strip(svg, all.get(i), plot.top() + (i + 1) * STRIP, x, most);
        }
        plot.frame(svg);
        svg.close();
    }

    private static long[] sums(FailureSeries series) {
        Thin thin = Thin.of(series.counts().size());
        long[] sums = new long[thin.columns()];
        for (int i = 0; i < series.counts().size(); i++) {
            sums[i / thin.each()] += series.counts().get(i);
        }
        return sums;
    }

    private static void strip(Svg svg, FailureSeries series, double bottom, Scale x, double most) {
        long total = series.counts().stream().mapToLong(c -> c).sum();
        svg.line(LEFT, bottom, RIGHT, bottom, "grid")
                .text(LEFT - 8, bottom - 10, "end", Svg.fit(series.failure(), LEFT - 14), "label")
                .text(RIGHT + 8, bottom - 10, "start", Numbers.count(total), "value");
        long[] sums = sums(series);
        double each = series.secondsEach() * Thin.of(series.counts().size()).each();
        double width = Math.max(2.5, x.at(each) - x.at(0) - 0.5);
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] > 0) {
                double height = Math.max(4, (STRIP - 8) * sums[i] / most); // one failure must be seen
                svg.rect(x.at(i * each), bottom - height, width, height, "failed");
            }
        }
    }

    private static void table(Markup markup, List<FailureSeries> all) {
        Table table = Table.open(markup, "Failures over time", "Failure", "From", "#Count");
        for (FailureSeries series : all) {
            for (int i = 0; i < series.counts().size(); i++) {
                if (series.counts().get(i) > 0) {
                    table.row(
                            series.failure(),
                            Numbers.clock(i * series.secondsEach()),
                            Numbers.count(series.counts().get(i)));
                }
            }
        }
        table.close();
    }
}
