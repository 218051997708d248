package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Latency by percentile, with the published report's points laid over it. */
final class PercentileChart {
    private static final double HEIGHT = 400;
    private static final double LABELS = 130;

    /** Above this ratio of the largest to the smallest, a linear axis would show only the tail. */
    private static final double LINEAR_MAX = 12;

    private final List<Curve> curves;
    private final Legend legend = new Legend(62, Svg.WIDTH - 70);
    private final Plot plot;
    private final Scale x;
    private final Scale y;

    private PercentileChart(List<Curve> curves) {
        this.curves = curves;
        curves.forEach(this::explain);
        this.plot = new Plot(62, legend.height() + 10, Svg.WIDTH - LABELS, HEIGHT);
        this.x = PercentileAxis.scale(extreme(curves, true), plot);
        this.y = vertical();
    }

    static void write(Markup markup, List<Curve> curves) {
        new Figure(
                        "percentiles",
                        "Latency by percentile",
                        "Milliseconds from the intended start. To the right each nine has the same room. Diamonds without a"
                                + " line are the published report's points.")
                .write(markup, m -> new PercentileChart(curves).draw(m), m -> table(m, curves));
    }

    private void explain(Curve curve) {
        int series = curves.indexOf(curve);
        if (curve.published()) {
            legend.sample(published(curve), (svg, atX, atY) -> svg.path(Marks.diamond(atX + 11, atY, 6), "published"));
        } else {
            legend.marked(curve.name(), series);
        }
    }

    /** Says so once. */
    private static String published(Curve curve) {
        return curve.name().contains("published") ? curve.name() : curve.name() + " (published)";
    }

    /** The largest percentile or latency. */
    private static double extreme(List<Curve> curves, boolean percentiles) {
        return curves.stream()
                .flatMap(c -> (percentiles ? c.percentiles() : c.millis()).stream())
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .max()
                .orElse(1);
    }

    private Scale vertical() {
        double high = extreme(curves, false);
        double low = curves.stream()
                .flatMap(c -> c.millis().stream())
                .filter(v -> v > 0)
                .mapToDouble(v -> v)
                .min()
                .orElse(1);
        return high / low > LINEAR_MAX
                ? Scale.log(low * 0.8, high * 1.25, plot.bottom(), plot.top())
                : Scale.fromZero(high, plot.bottom(), plot.top());
    }

    private void draw(Markup markup) {
        Svg svg = Svg.open(markup, "percentiles-svg", Svg.WIDTH, HEIGHT + 42, "Latency by percentile", what());
        legend.draw(svg, 0);
        PercentileAxis.draw(svg, plot, x);
        plot.leftAxis(svg, y, y.kind() == Scale.Kind.LOG ? "milliseconds (log)" : "milliseconds");
        plot.frame(svg);
        for (int i = 0; i < curves.size(); i++) {
            if (!curves.get(i).published()) {
                curve(svg, curves.get(i), i);
            }
        }
        curves.stream().filter(Curve::published).forEach(curve -> published(svg, curve));
        labels(svg);
        svg.close();
    }

    private String what() {
        return curves.stream().map(Curve::name).reduce((a, b) -> a + ", " + b).orElse("nothing")
                + "; the horizontal axis is 1/(1-p), logarithmic. The table below has every point.";
    }

    private void curve(Svg svg, Curve curve, int series) {
        List<double[]> points = points(curve);
        svg.path(Svg.joined(points), Marks.line(series));
        // A mark at each labelled percentile tells the curves apart without colour; more would hide the line.
        double free = Double.NEGATIVE_INFINITY;
        for (double[] point : points) {
            if (point[0] >= free && !Double.isNaN(point[1])) {
                svg.mark(series, point[0], point[1], 3.2, "mark " + Marks.fill(series));
                free = point[0] + 60;
            }
        }
    }

    private void published(Svg svg, Curve curve) {
        for (double[] point : points(curve)) {
            if (!Double.isNaN(point[1])) {
                svg.path(Marks.diamond(point[0], point[1], 6), "published");
            }
        }
    }

    private List<double[]> points(Curve curve) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < Math.min(curve.percentiles().size(), curve.millis().size()); i++) {
            double millis = curve.millis().get(i);
            points.add(new double[] {
                x.at(PercentileAxis.inverse(curve.percentiles().get(i))),
                Double.isFinite(millis) ? y.at(millis) : Double.NaN
            });
        }
        return points;
    }

    /** At the end of each line, so that nobody must look up the legend. */
    private void labels(Svg svg) {
        List<Curve> drawn = curves.stream()
                .filter(c -> !c.published()
                        && !c.millis().isEmpty()
                        && !c.percentiles().isEmpty())
                .toList();
        List<Double> wanted = drawn.stream()
                .map(c -> points(c).getLast()[1])
                .map(v -> Double.isNaN(v) ? plot.top() : v)
                .toList();
        List<Double> placed = plot.spread(wanted, 15);
        for (int i = 0; i < drawn.size(); i++) {
            String text =
                    drawn.get(i).name() + " " + Numbers.of(drawn.get(i).millis().getLast());
            svg.text(
                    points(drawn.get(i)).getLast()[0] + 9,
                    placed.get(i) + 4,
                    "start",
                    Svg.fit(text, LABELS - 10),
                    "label");
        }
    }

    private static void table(Markup markup, List<Curve> curves) {
        Map<Double, String[]> rows = new TreeMap<>();
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            for (int k = 0;
                    k < Math.min(curve.percentiles().size(), curve.millis().size());
                    k++) {
                String[] row = rows.computeIfAbsent(curve.percentiles().get(k), p -> empty(curves.size()));
                row[i + 1] = Numbers.of(curve.millis().get(k));
            }
        }
        String[] heads = new String[curves.size() + 1];
        heads[0] = "Percentile";
        for (int i = 0; i < curves.size(); i++) {
            heads[i + 1] = "#"
                    + (curves.get(i).published()
                            ? published(curves.get(i))
                            : curves.get(i).name());
        }
        Table table = Table.open(markup, "Latency by percentile, in milliseconds", heads);
        rows.forEach((percent, row) -> {
            row[0] = Numbers.percentile(percent);
            table.row(row);
        });
        table.close();
    }

    private static String[] empty(int series) {
        String[] row = new String[series + 1];
        java.util.Arrays.fill(row, Numbers.NONE);
        return row;
    }
}
