package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.ResourceSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** By resource one small chart for each process, with the line of the leak's fit. */
final class ResourceCharts {
    private static final double WIDTH = 240;
    private static final Plot PLOT = new Plot(42, 26, WIDTH - 6, 112);

    private ResourceCharts() {}

    static void write(Markup markup, List<ResourceSeries> all) {
        boolean thinned = all.stream().anyMatch(s -> Thin.of(size(s)).each() > 1);
        boolean fitted = all.stream().anyMatch(s -> s.fit().size() >= 2);
        String note = "Each on its own scale, which need not begin at zero."
                + (fitted ? " The dashed line is the fit of the leak test." : "")
                + (thinned ? " Long series are drawn as means of up to " + Thin.COLUMNS_MAX + " groups." : "");
        new Figure("resource-charts", "Resources over time", note)
                .writeGrid(markup, m -> groups(m, all), m -> table(m, all));
    }

    /** What can be compared stands together: a heading for each resource, then a drawing for each source. */
    private static void groups(Markup markup, List<ResourceSeries> all) {
        Map<String, List<ResourceSeries>> groups = new LinkedHashMap<>();
        for (ResourceSeries series : all) {
            String unit =
                    series.unit().isEmpty() || series.unit().equals(series.resource()) ? "" : ", " + series.unit();
            groups.computeIfAbsent(series.resource() + unit, name -> new ArrayList<>())
                    .add(series);
        }
        int drawn = 0;
        for (Map.Entry<String, List<ResourceSeries>> group : groups.entrySet()) {
            markup.element("h4", group.getKey());
            List<String> flat = new ArrayList<>();
            for (ResourceSeries series : group.getValue()) {
                if (isFlat(series)) {
                    flat.add(series.source() + " " + Numbers.of(series.values().getFirst())
                            + (series.values().size() == 1 ? " (read once)" : ""));
                } else {
                    draw(markup, series, "resource-" + drawn++);
                }
            }
            if (!flat.isEmpty()) {
                markup.element("p", "Never changed: " + String.join(", ", flat) + ".", "class", "flat");
            }
        }
    }

    /** A drawing of what never changed would say no more than its number. */
    private static boolean isFlat(ResourceSeries series) {
        return !series.values().isEmpty()
                && Double.isFinite(series.values().getFirst())
                && series.values().stream().distinct().count() == 1;
    }

    private static int size(ResourceSeries series) {
        return Math.min(series.atSeconds().size(), series.values().size());
    }

    private static void draw(Markup markup, ResourceSeries series, String id) {
        String name = series.source() + ": " + series.resource();
        Svg svg = Svg.open(markup, id, WIDTH, 134, name, "In " + series.unit() + " over time.");
        List<Point> points = points(series);
        DoubleStream values = DoubleStream.concat(
                points.stream().mapToDouble(Point::y), series.fit().stream().mapToDouble(Point::y));
        double[] sorted = values.filter(Double::isFinite).sorted().toArray();
        svg.text(4, 14, "start", Svg.fit(series.source(), 150), "head");
        if (sorted.length == 0) {
            svg.text(WIDTH / 2, 70, "middle", "nothing read", "tick").close();
            return;
        }
        double last = points.stream()
                .mapToDouble(Point::y)
                .filter(Double::isFinite)
                .reduce((a, b) -> b)
                .orElse(Double.NaN);
        svg.text(WIDTH - 6, 14, "end", "last " + Numbers.of(last), "value");
        Scale x = PLOT.across(beginning(points), points.getLast().x());
        Scale y = vertical(sorted[0], sorted[sorted.length - 1]);
        PLOT.bottomAxis(svg, x, x.timeTicks(3), Numbers::clock, "");
        PLOT.leftAxis(svg, y, "");
        svg.path(Svg.joined(places(points, x, y)), Marks.line(0));
        svg.path(Svg.joined(places(series.fit(), x, y)), "line s1 fit");
        PLOT.frame(svg);
        svg.close();
    }

    /** With some air, so that a flat line does not look like a wild one: a tenth of the value at least. */
    private static Scale vertical(double low, double high) {
        double middle = (low + high) / 2;
        double half = Math.max((high - low) / 2 * 1.1, Math.abs(middle) * 0.05);
        double bottom = low >= 0 ? Math.max(0, middle - half) : middle - half;
        return Scale.linear(bottom, half == 0 ? 1 : middle + half, PLOT.bottom(), PLOT.top());
    }

    /** Zero, if the series begins about there. */
    private static double beginning(List<Point> points) {
        double first = points.getFirst().x();
        return first <= 0.05 * points.getLast().x() ? 0 : first;
    }

    private static List<Point> points(ResourceSeries series) {
        int size = size(series);
        Thin thin = Thin.of(size);
        List<Thin.Group> times = thin.groups(series.atSeconds().subList(0, size));
        List<Thin.Group> values = thin.groups(series.values().subList(0, size));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            points.add(new Point(times.get(i).mean(), values.get(i).mean()));
        }
        return points;
    }

    private static List<double[]> places(List<Point> points, Scale x, Scale y) {
        List<double[]> places = new ArrayList<>();
        for (Point point : points) {
            places.add(new double[] {
                Double.isFinite(point.x()) ? x.at(point.x()) : Double.NaN,
                Double.isFinite(point.y()) ? y.at(point.y()) : Double.NaN
            });
        }
        return places;
    }

    private static void table(Markup markup, List<ResourceSeries> all) {
        for (ResourceSeries series : all) {
            String name = series.source() + ": " + series.resource()
                    + (series.unit().isEmpty() ? "" : ", in " + series.unit());
            Table table = Table.open(markup, name, "At", "#Value");
            points(series).forEach(point -> table.row(Numbers.clock(point.x()), Numbers.of(point.y())));
            table.close();
        }
    }
}
