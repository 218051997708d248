package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Throughput by level, with the curve of the Universal Scalability Law and its band. */
final class ScalingChart {
    private static final Plot PLOT = new Plot(62, 36, Svg.WIDTH - 16, 350);

    private ScalingChart() {}

    static void write(Markup markup, Scaling scaling) {
        String note = scaling.fitted().isEmpty()
                ? "No curve: it could not be fitted. " + scaling.statement()
                : scaling.statement();
        new Figure("scaling", "Throughput by " + scaling.level(), note)
                .write(markup, m -> draw(m, scaling), m -> table(m, scaling));
    }

    private static void draw(Markup markup, Scaling scaling) {
        Svg svg = Svg.open(
                markup,
                "scaling-svg",
                Svg.WIDTH,
                PLOT.bottom() + 42,
                "Throughput by " + scaling.level(),
                "Measured points, the fitted curve with its band, and the line of linear scaling.");
        legend(scaling).draw(svg, 2);
        double mostX = max(all(scaling), true);
        // The ideal line leaves the drawing where it is far above everything that was measured or fitted.
        double mostY = Math.min(
                max(all(scaling), false),
                1.3 * max(Stream.of(scaling.measured(), scaling.fitted(), scaling.bandHigh()), false));
        Scale x = PLOT.across(0, mostX);
        Scale y = Scale.fromZero(mostY, PLOT.bottom(), PLOT.top());
        PLOT.bottomAxis(svg, x, x.ticks(10), Numbers::tick, scaling.level());
        PLOT.leftAxis(svg, y, "per second");
        svg.path(band(scaling.bandLow(), scaling.bandHigh(), x, y), "band f0");
        svg.path(Svg.joined(below(scaling.ideal(), x, y, y.high())), "line ideal");
        svg.path(Svg.joined(below(scaling.fitted(), x, y, Double.MAX_VALUE)), "line s0 d0");
        for (double[] point : below(scaling.measured(), x, y, Double.MAX_VALUE)) {
            svg.path(Marks.circle(point[0], point[1], 4.2), "mark f1");
        }
        PLOT.frame(svg);
        svg.close();
    }

    private static Legend legend(Scaling scaling) {
        Legend legend = new Legend(PLOT.left(), PLOT.right() - PLOT.left())
                .sample("measured", (svg, x, y) -> svg.path(Marks.circle(x + 11, y, 4.2), "mark f1"));
        if (!scaling.fitted().isEmpty()) {
            legend.line("USL fit", "line s0 d0");
        }
        if (!scaling.bandLow().isEmpty()) {
            legend.box("its band", "band f0");
        }
        return scaling.ideal().isEmpty() ? legend : legend.line("linear", "line ideal");
    }

    private static Stream<List<Point>> all(Scaling s) {
        return Stream.of(s.measured(), s.fitted(), s.bandHigh(), s.ideal());
    }

    private static double max(Stream<List<Point>> series, boolean x) {
        return series.flatMap(List::stream)
                .mapToDouble(p -> x ? p.x() : p.y())
                .filter(Double::isFinite)
                .max()
                .orElse(1);
    }

    /** Places of the points; the line is cut where it passes {@code most}, not bent. */
    static List<double[]> below(List<Point> points, Scale x, Scale y, double most) {
        List<double[]> places = new ArrayList<>();
        Point before = null;
        for (Point point : points) {
            if (!Double.isFinite(point.x()) || !Double.isFinite(point.y())) {
                continue;
            }
            if (point.y() > most) {
                if (before != null && before.y() < most) {
                    double share = (most - before.y()) / (point.y() - before.y());
                    places.add(new double[] {x.at(before.x() + share * (point.x() - before.x())), y.at(most)});
                }
                return places;
            }
            places.add(new double[] {x.at(point.x()), y.at(point.y())});
            before = point;
        }
        return places;
    }

    /** Forth along the upper edge and back along the lower one. */
    static String band(List<Point> low, List<Point> high, Scale x, Scale y) {
        List<double[]> edge = new ArrayList<>(below(high, x, y, Double.MAX_VALUE));
        List<double[]> back = below(low, x, y, Double.MAX_VALUE);
        if (edge.isEmpty() || back.isEmpty()) {
            return "";
        }
        edge.addAll(back.reversed());
        return Svg.joined(edge) + "z";
    }

    private static void table(Markup markup, Scaling scaling) {
        Table table =
                Table.open(markup, "Throughput by " + scaling.level(), "Series", "#" + scaling.level(), "#Per second");
        rows(table, "measured", scaling.measured());
        rows(table, "USL fit", scaling.fitted());
        rows(table, "band, low", scaling.bandLow());
        rows(table, "band, high", scaling.bandHigh());
        rows(table, "linear", scaling.ideal());
        table.close();
    }

    static void rows(Table table, String name, List<Point> points) {
        points.forEach(point -> table.row(name, Numbers.of(point.x()), Numbers.of(point.y())));
    }
}
