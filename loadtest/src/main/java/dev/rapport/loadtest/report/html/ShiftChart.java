package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.CompareText;
import dev.rapport.loadtest.report.Comparison;
import dev.rapport.loadtest.report.Comparison.Finding;
import dev.rapport.loadtest.report.Comparison.Shift;
import dev.rapport.loadtest.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The difference of two distributions at each percentile, with its band. */
final class ShiftChart {
    private static final Plot PLOT = new Plot(62, 36, Svg.WIDTH - 24, 330);

    private ShiftChart() {}

    static void write(Markup markup, Comparison comparison) {
        String note =
                "B less A in milliseconds: above the zero line B is slower. A difference counts only if it is more than"
                        + " 5 % of A's value and the band (" + Numbers.tick(100 * comparison.confidence())
                        + " %) leaves zero out; those points are filled.";
        new Figure("shift", "Shift function of " + comparison.metric(), note)
                .write(markup, m -> draw(m, comparison.shifts()), m -> table(m, comparison.shifts()));
    }

    private static void draw(Markup markup, List<Shift> shifts) {
        Svg svg = Svg.open(
                markup,
                "shift-svg",
                Svg.WIDTH,
                PLOT.bottom() + 42,
                "Shift function",
                "Difference at each percentile with its band; the table below has every point.");
        new Legend(PLOT.left(), PLOT.right() - PLOT.left())
                .line("B - A", "line s0 d0")
                .box("band", "band f0")
                .sample("counts", (s, x, y) -> s.path(Marks.circle(x + 11, y, 4.5), "mark f1"))
                .sample("does not count", (s, x, y) -> s.path(Marks.circle(x + 11, y, 4), "hollow"))
                .line("5 % of A", "line ideal")
                .draw(svg, 2);
        Scale x = PercentileAxis.scale(
                shifts.stream().mapToDouble(Shift::percent).max().orElse(99), PLOT);
        Scale y = vertical(shifts);
        PercentileAxis.draw(svg, PLOT, x);
        PLOT.leftAxis(svg, y, "milliseconds");
        List<double[]> band = places(shifts, Shift::high, x, y);
        band.addAll(places(shifts, Shift::low, x, y).reversed());
        svg.path(band.isEmpty() ? "" : Svg.joined(band) + "z", "band f0");
        svg.line(PLOT.left(), y.at(0), PLOT.right(), y.at(0), "zero");
        svg.path(Svg.joined(places(shifts, s -> Comparison.RELEVANT_MIN * s.base(), x, y)), "line ideal");
        svg.path(Svg.joined(places(shifts, s -> -Comparison.RELEVANT_MIN * s.base(), x, y)), "line ideal");
        svg.path(Svg.joined(places(shifts, Shift::difference, x, y)), "line s0 d0");
        for (Shift shift : shifts) {
            boolean counts = shift.finding() != Finding.NO_DIFFERENCE;
            double at = x.at(PercentileAxis.inverse(shift.percent()));
            svg.path(Marks.circle(at, y.at(shift.difference()), counts ? 4.5 : 4), counts ? "mark f1" : "hollow");
        }
        PLOT.frame(svg);
        svg.close();
    }

    private static Scale vertical(List<Shift> shifts) {
        double[] all = shifts.stream()
                .flatMapToDouble(s -> DoubleStream.of(
                        s.low(),
                        s.high(),
                        s.difference(),
                        0,
                        Comparison.RELEVANT_MIN * s.base(),
                        -Comparison.RELEVANT_MIN * s.base()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (all.length == 0) {
            return Scale.linear(-1, 1, PLOT.bottom(), PLOT.top());
        }
        double air = (all[all.length - 1] - all[0]) * 0.05;
        return Scale.linear(all[0] - air, all[all.length - 1] + air, PLOT.bottom(), PLOT.top());
    }

    private static List<double[]> places(List<Shift> shifts, ToDoubleFunction<Shift> figure, Scale x, Scale y) {
        List<double[]> places = new ArrayList<>();
        for (Shift shift : shifts) {
            double value = figure.applyAsDouble(shift);
            places.add(new double[] {
                x.at(PercentileAxis.inverse(shift.percent())), Double.isNaN(value) ? Double.NaN : y.at(value)
            });
        }
        return places;
    }

    private static void table(Markup markup, List<Shift> shifts) {
        Table table = Table.open(
                markup,
                "Shift function, in milliseconds",
                "Percentile",
                "#A",
                "#B - A",
                "#Band",
                "#Share of A",
                "Finding");
        shifts.forEach(shift -> table.row(
                Numbers.percentile(shift.percent()),
                Numbers.of(shift.base()),
                Numbers.of(shift.difference()),
                Numbers.interval(shift.low(), shift.high(), "ms"),
                CompareText.relative(shift),
                shift.finding().words()));
        table.close();
    }
}
