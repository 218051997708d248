package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.HeatMap;
import java.util.ArrayList;
import java.util.List;

/** How many answers took how long, when: dark is many. Below it, what else happened. */
final class HeatMapChart {
    private static final double CELLS = 300;

    /** Shades, each for twice (or more) as many as the one before. */
    private static final int SHADES = 7;

    /** Fewer are drawn with room beside and above them: one cell as large as the drawing would look like a finding. */
    private static final int COLUMNS_MIN = 20;

    private static final int ROWS_MIN = 8;

    private final HeatMap map;
    private final Thin thin;
    private final List<long[]> columns;
    private final long[] shadeFrom;
    private final Legend legend = new Legend(62, Svg.WIDTH - 70);
    private final Plot plot;
    private final Scale x;
    private final Scale y;

    private HeatMapChart(HeatMap map) {
        this.map = map;
        this.thin = Thin.of(map.counts().size());
        this.columns = columns();
        this.shadeFrom = shades(
                columns.stream().flatMapToLong(java.util.Arrays::stream).max().orElse(1));
        for (int shade = 0; shade < shadeFrom.length; shade++) {
            legend.box(range(shade), "h" + look(shade));
        }
        this.plot = new Plot(62, legend.height() + 26, Svg.WIDTH - 12, legend.height() + 26 + CELLS);
        this.x = plot.across(0, Math.max(map.counts().size(), COLUMNS_MIN) * map.secondsEach());
        this.y = vertical();
    }

    static void write(Markup markup, HeatMap map) {
        HeatMapChart chart = new HeatMapChart(map);
        String note =
                "Each cell counts the successful answers that were to start then and took so long, in the shades below."
                        + " Failures are marked apart. "
                        + chart.thin.said(map.secondsEach());
        new Figure("heat-map", "Latency of successes over time", note.strip()).write(markup, chart::draw, chart::table);
    }

    /** The rows that hold something, and one more on each side. The last row is open, and drawn as high as the one before. */
    private Scale vertical() {
        List<Double> edges = map.millisEdges();
        if (edges.isEmpty()) {
            return Scale.log(1, 10, plot.bottom(), plot.top());
        }
        int lowest = edges.size();
        int highest = 0;
        for (long[] column : columns) {
            for (int row = 0; row < column.length; row++) {
                if (column[row] > 0) {
                    lowest = Math.min(lowest, row);
                    highest = Math.max(highest, row);
                }
            }
        }
        int from = lowest > highest ? 0 : Math.max(0, lowest - 1);
        int to = lowest > highest ? edges.size() : Math.max(highest + 2, from + ROWS_MIN);
        double first = edges.get(from) > 0 ? edges.get(from) : edges.size() > from + 1 ? edges.get(from + 1) / 2 : 1;
        return Scale.log(first, to < edges.size() ? edges.get(to) : openEnd(edges), plot.bottom(), plot.top());
    }

    private static double openEnd(List<Double> edges) {
        double last = edges.getLast();
        return edges.size() < 2 ? last * 2 : last * last / Math.max(edges.get(edges.size() - 2), last / 10);
    }

    /** Neighbouring windows added up: counts may be. */
    private List<long[]> columns() {
        List<long[]> sums = new ArrayList<>();
        int rows = map.millisEdges().size();
        for (int i = 0; i < map.counts().size(); i++) {
            if (i % thin.each() == 0) {
                sums.add(new long[rows]);
            }
            long[] sum = sums.getLast();
            List<Long> counts = map.counts().get(i);
            for (int row = 0; row < Math.min(rows, counts.size()); row++) {
                sum[row] += counts.get(row);
            }
        }
        return sums;
    }

    /** The least count of each shade; powers of a factor such that the last holds the most. */
    private static long[] shades(long most) {
        double factor = Math.max(1.5, Math.pow((double) Math.max(most, 1), 1.0 / (SHADES - 1)));
        List<Long> from = new ArrayList<>();
        for (int shade = 0; shade < SHADES; shade++) {
            long least = (long) Math.floor(Math.pow(factor, shade) + 1e-9);
            if ((from.isEmpty() || least > from.getLast()) && least <= Math.max(most, 1)) {
                from.add(least);
            }
        }
        return from.stream().mapToLong(l -> l).toArray();
    }

    private String range(int shade) {
        long least = shadeFrom[shade];
        if (shade == shadeFrom.length - 1) {
            return Numbers.count(least) + " or more";
        }
        long most = shadeFrom[shade + 1] - 1;
        return least == most ? Numbers.count(least) : Numbers.count(least) + " to " + Numbers.count(most);
    }

    /** Few shades are spread over all looks. */
    private int look(int shade) {
        return shadeFrom.length == 1 ? SHADES - 1 : shade * (SHADES - 1) / (shadeFrom.length - 1);
    }

    private void draw(Markup markup) {
        Lanes lanes = new Lanes(map.marks());
        double bottom = plot.bottom() + 6 + lanes.height();
        Svg svg = Svg.open(
                markup,
                "heat-map-svg",
                Svg.WIDTH,
                bottom + 42,
                "Latency of successes over time",
                "Heat map of the latencies of successes, logarithmic, by time; marks below for failures, collections, stalls, restarts.");
        legend.draw(svg, 0);
        plot.leftAxis(svg, y, "milliseconds (log)");
        cells(svg);
        Lanes.phases(svg, plot, x, map.marks(), true);
        plot.frame(svg);
        lanes.draw(svg, new Plot(plot.left(), plot.bottom() + 4, plot.right(), bottom), x);
        new Plot(plot.left(), bottom, plot.right(), bottom).timeAxis(svg, x, "time since the start");
        svg.close();
    }

    /** One path for each shade: eighteen thousand elements would make the page slow. */
    private void cells(Svg svg) {
        StringBuilder[] paths = new StringBuilder[shadeFrom.length];
        for (int shade = 0; shade < paths.length; shade++) {
            paths[shade] = new StringBuilder();
        }
        double secondsEach = map.secondsEach() * thin.each();
        for (int i = 0; i < columns.size(); i++) {
            double left = x.at(i * secondsEach);
            double width = x.at((i + 1) * secondsEach) - left;
            for (int row = 0; row < columns.get(i).length; row++) {
                if (columns.get(i)[row] > 0) {
                    cell(paths[shade(columns.get(i)[row])], left, width, row);
                }
            }
        }
        for (int shade = 0; shade < paths.length; shade++) {
            svg.path(paths[shade].toString(), "cell h" + look(shade));
        }
    }

    private void cell(StringBuilder path, double left, double width, int row) {
        List<Double> edges = map.millisEdges();
        double low = y.at(Math.max(edges.get(row), y.low()));
        double high = row + 1 < edges.size() ? y.at(edges.get(row + 1)) : plot.top();
        String w = Svg.number(width);
        path.append(Marks.at(left, high)).append('h').append(w).append('v').append(Svg.number(low - high));
        path.append("h-").append(w).append('z');
    }

    private int shade(long count) {
        int shade = shadeFrom.length - 1;
        while (shade > 0 && shadeFrom[shade] > count) {
            shade--;
        }
        return shade;
    }

    private void table(Markup markup) {
        Table table = Table.open(
                markup, "Successful answers by time and latency (ms from: count)", "From", "#Answers", "By latency");
        for (int i = 0; i < columns.size(); i++) {
            StringBuilder cells = new StringBuilder();
            long sum = 0;
            for (int row = 0; row < columns.get(i).length; row++) {
                long count = columns.get(i)[row];
                if (count > 0) {
                    sum += count;
                    cells.append(cells.isEmpty() ? "" : ", ")
                            .append(Numbers.tick(Math.rint(map.millisEdges().get(row) * 10) / 10));
                    cells.append(": ").append(Numbers.count(count));
                }
            }
            table.row(Numbers.clock(i * map.secondsEach() * thin.each()), Numbers.count(sum), cells.toString());
        }
        table.close();
        Lanes.table(markup, map.marks());
    }
}
