package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.Staircase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Requests that the provider served, in total, against what its rate limit allows. */
final class StaircaseChart {
    private static final Plot PLOT = new Plot(62, 34, Svg.WIDTH - 16, 310);

    /** Enough for a step on each second pixel. */
    private static final int POINTS_MAX = 400;

    private StaircaseChart() {}

    static void write(Markup markup, Staircase stairs) {
        new Figure(
                        "staircase",
                        "Served against the rate limit",
                        "Requests in total, by time. What was served must stay below what was allowed.")
                .write(markup, m -> draw(m, stairs), m -> table(m, stairs));
    }

    private static void draw(Markup markup, Staircase stairs) {
        Svg svg = Svg.open(
                markup,
                "staircase-svg",
                Svg.WIDTH,
                PLOT.bottom() + 42,
                "Served against the rate limit",
                "Stairs of requests served and refused, and the line of what the limit allows.");
        new Legend(PLOT.left(), PLOT.right() - PLOT.left())
                .line("served", 0)
                .line("allowed", "line ideal")
                .line("refused", 1)
                .draw(svg, 2);
        List<Point> all = Stream.of(stairs.served(), stairs.allowed(), stairs.refused())
                .flatMap(List::stream)
                .toList();
        Scale x = PLOT.across(
                0,
                all.stream()
                        .mapToDouble(Point::x)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1));
        Scale y = Scale.fromZero(
                all.stream()
                        .mapToDouble(Point::y)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1),
                PLOT.bottom(),
                PLOT.top());
        PLOT.timeAxis(svg, x, "time since the start");
        PLOT.leftAxis(svg, y, "requests");
        svg.path(Svg.joined(ScalingChart.below(thinned(stairs.allowed()), x, y, Double.MAX_VALUE)), "line ideal");
        svg.path(steps(thinned(stairs.refused()), x, y), Marks.line(1));
        svg.path(steps(thinned(stairs.served()), x, y), Marks.line(0));
        PLOT.frame(svg);
        svg.close();
    }

    /** Every so many points, and the last: totals lose nothing by it but the place of a step. */
    static List<Point> thinned(List<Point> points) {
        int each = Math.max(1, Math.ceilDiv(points.size(), POINTS_MAX));
        List<Point> some = new ArrayList<>();
        for (int i = 0; i < points.size(); i += each) {
            some.add(points.get(i));
        }
        if (!points.isEmpty() && (points.size() - 1) % each != 0) {
            some.add(points.getLast());
        }
        return some;
    }

    private static String steps(List<Point> points, Scale x, Scale y) {
        StringBuilder d = new StringBuilder();
        for (double[] place : ScalingChart.below(points, x, y, Double.MAX_VALUE)) {
            if (d.isEmpty()) {
                d.append(Marks.at(place[0], place[1]));
            } else {
                d.append('H').append(Svg.number(place[0])).append('V').append(Svg.number(place[1]));
            }
        }
        return d.toString();
    }

    private static void table(Markup markup, Staircase stairs) {
        Table table = Table.open(markup, "Requests in total", "Series", "#Second", "#Requests");
        ScalingChart.rows(table, "served", thinned(stairs.served()));
        ScalingChart.rows(table, "allowed", thinned(stairs.allowed()));
        ScalingChart.rows(table, "refused", thinned(stairs.refused()));
        table.close();
    }
}
