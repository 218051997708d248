package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Bar;
import java.util.List;

/** How long the gaps between the tokens of one answer were. */
final class GapChart {
    private static final double LOG_FROM = 50;
    private static final Plot PLOT = new Plot(62, 12, Svg.WIDTH - 24, 230);

    private GapChart() {}

    static void write(Markup markup, List<Bar> bars) {
        new Figure(
                        "gaps",
                        "Gaps between tokens",
                        "Of all answers together (ITL). Counts are logarithmic, so that rare stalls show.")
                .write(markup, m -> draw(m, bars), m -> table(m, bars));
    }

    private static void draw(Markup markup, List<Bar> bars) {
        Svg svg = Svg.open(
                markup,
                "gaps-svg",
                Svg.WIDTH,
                PLOT.bottom() + 42,
                "Gaps between tokens",
                "Histogram of the time between tokens; the table below has every bar.");
        double most = bars.stream().mapToDouble(Bar::count).max().orElse(1);
        Scale y = Scale.log(0.7, Math.max(10, most * 1.3), PLOT.bottom(), PLOT.top());
        Scale x = across(bars);
        List<Double> ticks = x.ticks(12);
        PLOT.bottomAxis(
                svg, x, ticks, Numbers::tick, x.kind() == Scale.Kind.LOG ? "milliseconds (log)" : "milliseconds");
        PLOT.leftAxis(svg, y, "gaps (log)");
        for (Bar bar : bars) {
            if (bar.count() > 0) {
                double left = x.at(bar.from());
                double right = Double.isFinite(bar.to()) ? x.at(bar.to()) : PLOT.right();
                double top = y.at((double) bar.count());
                svg.rect(left + 0.5, top, Math.max(1, right - left - 1), PLOT.bottom() - top, "bar");
            }
        }
        PLOT.frame(svg);
        svg.close();
    }

    /** To the last bar that holds something. */
    private static Scale across(List<Bar> all) {
        List<Bar> filled = all.stream().filter(bar -> bar.count() > 0).toList();
        List<Bar> bars = filled.isEmpty() ? all : filled;
        double high = bars.stream()
                .mapToDouble(b -> Double.isFinite(b.to()) ? b.to() : b.from() * 2)
                .max()
                .orElse(1);
        double least = bars.stream()
                .mapToDouble(b -> b.from() > 0 ? b.from() : b.to())
                .filter(v -> v > 0)
                .min()
                .orElse(1);
        if (high / least <= LOG_FROM) {
            return PLOT.across(0, high);
        }
        boolean fromZero = bars.stream().anyMatch(bar -> bar.from() <= 0);
        return Scale.log(fromZero ? least / 2 : least, high, PLOT.left(), PLOT.right());
    }

    private static void table(Markup markup, List<Bar> bars) {
        Table table = Table.open(markup, "Gaps between tokens, in milliseconds", "From", "#To", "#Gaps");
        bars.forEach(bar -> table.row(Numbers.of(bar.from()), Numbers.of(bar.to()), Numbers.count(bar.count())));
        table.close();
    }
}
