package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Mark;
import dev.rapport.loadtest.report.Report.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rates, failures, requests in flight, latency and Little's residual, one above the other over the same time. */
final class TimelineChart {
    private static final double LEFT = 62;
    private static final double RIGHT = Svg.WIDTH - 12;

    /** From LOADTEST's laws: more than five percent says that the numbers do not belong together. */
    private static final double RESIDUAL_MAX = 0.05;

    /** While the load rises or falls the law does not hold; drawn in full, that would hide how well it holds then. */
    private static final double RESIDUAL_DRAWN_MAX = 0.5;

    private final Timeline data;
    private final List<Mark> marks;
    private final Thin thin;
    private final Scale x;
    private final double columnSeconds;
    private final Legend rates = new Legend(LEFT, RIGHT - LEFT)
            .line("offered /s", 3)
            .line("achieved /s", 0)
            .line("good /s", 2);
    private final Legend latencies =
            new Legend(LEFT, RIGHT - LEFT).line("p50 of successes", 0).line("p99 of successes", 1);

    private TimelineChart(Timeline data, List<Mark> marks) {
        this.data = data;
        this.marks = marks;
        int windows = windows(data);
        this.thin = Thin.of(windows);
        this.columnSeconds = data.secondsEach() * thin.each();
        this.x = Scale.linear(0, Math.max(1, windows) * data.secondsEach(), LEFT, RIGHT);
    }

    static int windows(Timeline data) {
        return Math.max(data.achieved().size(), data.p50().size());
    }

    static void write(Markup markup, Timeline data, List<Mark> marks) {
        TimelineChart chart = new TimelineChart(data, marks);
        String note = chart.thin.each() == 1
                ? ""
                : chart.thin.said(data.secondsEach())
                        + " Rates and requests in flight are means, the bands reach from their least to their largest"
                        + " window; of percentiles and of the residual the worst window is drawn.";
        new Figure("timeline", "The load over time", note).write(markup, chart::draw, chart::table);
    }

    private void draw(Markup markup) {
        double top = 4;
        Plot rate = panel(top + rates.height() + 14, 130);
        Plot failed = panel(rate.bottom() + 30, 50);
        Plot inFlight = panel(failed.bottom() + 30, 90);
        Plot latency = panel(inFlight.bottom() + 12 + latencies.height(), 130);
        Plot residual = panel(latency.bottom() + 34, 56);
        Svg svg = Svg.open(
                markup,
                "timeline-svg",
                Svg.WIDTH,
                residual.bottom() + 42,
                "The load over time",
                "Five strips over time: rates offered, achieved and good; failures; requests in flight; p50 and p99 of successes; residual"
                        + " of Little's law.");
        rates.draw(svg, top);
        rates(svg, rate);
        failed(svg, failed);
        inFlight(svg, inFlight);
        latencies.draw(svg, latency.top() - latencies.height() - 2);
        latency(svg, latency);
        residual(svg, residual);
        residual.timeAxis(svg, x, "time since the start");
        svg.close();
    }

    private static Plot panel(double top, double height) {
        return new Plot(LEFT, top, RIGHT, top + height);
    }

    private void rates(Svg svg, Plot plot) {
        List<List<Thin.Group>> series =
                List.of(thin.groups(data.offered()), thin.groups(data.achieved()), thin.groups(data.good()));
        double high = series.stream()
                .flatMap(List::stream)
                .mapToDouble(Thin.Group::largest)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        Scale y = Scale.fromZero(high, plot.bottom(), plot.top());
        base(svg, plot, y, "per second", true);
        band(svg, series.get(1), y, 0);
        line(svg, series.get(0), Thin.Group::mean, y, 3);
        line(svg, series.get(1), Thin.Group::mean, y, 0);
        line(svg, series.get(2), Thin.Group::mean, y, 2);
    }

    /** The grid and what is common to all strips. */
    private void base(Svg svg, Plot plot, Scale y, String title, boolean named) {
        for (double tick : x.timeTicks((int) ((RIGHT - LEFT) / 80))) {
            svg.line(x.at(tick), plot.top(), x.at(tick), plot.bottom(), "grid");
        }
        plot.leftAxis(svg, y, title);
        Lanes.phases(svg, plot, x, marks, named);
        plot.frame(svg);
    }

    private double middle(int column) {
        return x.at((column + 0.5) * columnSeconds);
    }

    private void line(Svg svg, List<Thin.Group> groups, ToDoubleFunction<Thin.Group> figure, Scale y, int series) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            double value = figure.applyAsDouble(groups.get(i));
            points.add(new double[] {middle(i), Double.isNaN(value) ? Double.NaN : y.at(value)});
        }
        svg.path(Svg.joined(points), Marks.line(series));
    }

    /** From least to largest. Nothing if each column is one window. */
    private void band(Svg svg, List<Thin.Group> groups, Scale y, int series) {
        if (thin.each() == 1) {
            return;
        }
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < groups.size(); i++) {
            Thin.Group group = groups.get(i);
            if (!Double.isNaN(group.least())) {
                double high = y.at(group.largest());
                d.append(Marks.at(x.at(i * columnSeconds), high))
                        .append('h')
                        .append(Svg.number(x.at(columnSeconds) - x.at(0)));
                d.append('v').append(Svg.number(y.at(group.least()) - high));
                d.append('H').append(Svg.number(x.at(i * columnSeconds))).append('z');
            }
        }
        svg.path(d.toString(), "band " + Marks.fill(series));
    }

    private void failed(Svg svg, Plot plot) {
        List<Thin.Group> groups = thin.groups(data.failed());
        double high = groups.stream()
                .mapToDouble(Thin.Group::mean)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        Scale y = Scale.fromZero(high, plot.bottom(), plot.top());
        svg.text(plot.left(), plot.top() - 8, "start", high > 0 ? "failed /s" : "failed /s: none", "label");
        base(svg, plot, y, "", false);
        double width = Math.max(1.5, x.at(columnSeconds) - x.at(0) - 0.5);
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).mean() > 0) {
                double height = Math.max(3, plot.bottom() - y.at(groups.get(i).mean())); // one failure must be seen
                svg.rect(x.at(i * columnSeconds), plot.bottom() - height, width, height, "failed");
            }
        }
    }

    private void inFlight(Svg svg, Plot plot) {
        List<Thin.Group> groups = thin.groups(data.inFlight());
        double high = groups.stream()
                .mapToDouble(Thin.Group::largest)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        Scale y = Scale.fromZero(high, plot.bottom(), plot.top());
        svg.text(plot.left(), plot.top() - 8, "start", "requests in flight", "label");
        base(svg, plot, y, "", false);
        band(svg, groups, y, 0);
        line(svg, groups, Thin.Group::mean, y, 0);
    }

    private void latency(Svg svg, Plot plot) {
        List<Thin.Group> p50 = thin.groups(data.p50());
        List<Thin.Group> p99 = thin.groups(data.p99());
        double low = p50.stream()
                .mapToDouble(Thin.Group::largest)
                .filter(v -> v > 0)
                .min()
                .orElse(1);
        double high = p99.stream()
                .mapToDouble(Thin.Group::largest)
                .filter(Double::isFinite)
                .max()
                .orElse(low * 10);
        Scale y = Scale.log(low * 0.7, high * 1.3, plot.bottom(), plot.top());
        base(svg, plot, y, "ms (log)", false);
        line(svg, p50, Thin.Group::largest, y, 0);
        line(svg, p99, Thin.Group::largest, y, 1);
    }

    private void residual(Svg svg, Plot plot) {
        List<Thin.Group> groups = thin.groups(data.littleResidual());
        double size = groups.stream()
                .mapToDouble(g -> Math.abs(g.extreme()))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        double reach = Math.clamp(size * 1.05, 2 * RESIDUAL_MAX, RESIDUAL_DRAWN_MAX);
        Scale y = Scale.linear(-reach, reach, plot.bottom(), plot.top());
        svg.text(
                plot.left(),
                plot.top() - 8,
                "start",
                "residual of Little's law, in % of L (shaded: within 5 %)"
                        + (size > reach ? "; what is further off is drawn at the edge" : ""),
                "label");
        svg.rect(plot.left(), y.at(RESIDUAL_MAX), RIGHT - LEFT, y.at(-RESIDUAL_MAX) - y.at(RESIDUAL_MAX), "allowed");
        Scale percent = Scale.linear(-reach * 100, reach * 100, plot.bottom(), plot.top());
        base(svg, plot, percent, "", false);
        line(svg, groups, Thin.Group::extreme, y, 3);
    }

    private void table(Markup markup) {
        Table table = Table.open(
                markup,
                "The load over time, as drawn",
                "From",
                "#Offered /s",
                "#Achieved /s",
                "#Good /s",
                "#Failed /s",
                "#In flight",
                "#p50 of OK, ms",
                "#p99 of OK, ms",
                "#Little residual");
        List<List<Thin.Group>> means = List.of(
                thin.groups(data.offered()),
                thin.groups(data.achieved()),
                thin.groups(data.good()),
                thin.groups(data.failed()),
                thin.groups(data.inFlight()));
        List<Thin.Group> p50 = thin.groups(data.p50());
        List<Thin.Group> p99 = thin.groups(data.p99());
        List<Thin.Group> residual = thin.groups(data.littleResidual());
        for (int i = 0; i < thin.columns(); i++) {
            table.begin("").cell(Numbers.clock(i * columnSeconds));
            for (List<Thin.Group> series : means) {
                table.cell(Numbers.of(at(series, i).mean()));
            }
            table.cell(Numbers.of(at(p50, i).largest()))
                    .cell(Numbers.of(at(p99, i).largest()));
            table.cell(Numbers.percent(at(residual, i).extreme())).end();
        }
        table.close();
    }

    private static Thin.Group at(List<Thin.Group> groups, int i) {
        return i < groups.size() ? groups.get(i) : Thin.Group.NONE;
    }
}
