package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.StageRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Where the time of answers about p50, p95 and p99 went: a column for each, a row for each stage. */
final class WaterfallChart {
    private static final double LEFT = 130;
    private static final double ROW = 22;
    private static final double GAP = 26;

    /** Columns beside each other; more would leave no room for the numbers. */
    private static final int COLUMNS_MAX = 4;

    /** Above this ratio a common scale would hide the fast answers' stages. */
    private static final double COMMON_SCALE_MAX = 6;

    private WaterfallChart() {}

    static void write(Markup markup, List<StageRow> rows) {
        List<StageRow> drawn = rows.stream().limit(COLUMNS_MAX).toList();
        boolean common = common(drawn);
        new Figure(
                        "waterfall",
                        "Where the time went",
                        "Mean milliseconds of each stage among the answers about a quantile of the whole latency. "
                                + (common ? "All columns have one scale." : "Each column has its own scale."))
                .write(markup, m -> draw(m, drawn, common), m -> table(m, rows));
    }

    private static boolean common(List<StageRow> rows) {
        double most = rows.stream().mapToDouble(WaterfallChart::end).max().orElse(1);
        double least = rows.stream().mapToDouble(WaterfallChart::end).min().orElse(1);
        return most <= least * COMMON_SCALE_MAX;
    }

    private static double end(StageRow row) {
        return Math.max(
                row.e2eMillis(),
                row.stages().stream().mapToDouble(s -> Math.max(0, s.millis())).sum());
    }

    private static List<String> stages(List<StageRow> rows) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        rows.forEach(row -> row.stages().forEach(stage -> names.add(stage.stage())));
        return new ArrayList<>(names);
    }

    private static void draw(Markup markup, List<StageRow> rows, boolean common) {
        List<String> stages = stages(rows);
        double bottom = 34 + stages.size() * ROW;
        Svg svg = Svg.open(
                markup,
                "waterfall-svg",
                Svg.WIDTH,
                bottom + 26,
                "Where the time went",
                "Stages one below the other, each bar beginning where the one before ended.");
        for (int i = 0; i < stages.size(); i++) {
            double y = 30 + i * ROW;
            svg.text(LEFT - 10, y + 15, "end", Svg.fit(stages.get(i), LEFT - 14), "label");
            if (i % 2 == 0) {
                svg.rect(LEFT, y, Svg.WIDTH - LEFT - 4, ROW, "stripe");
            }
        }
        double width = (Svg.WIDTH - LEFT - 4 - GAP * (rows.size() - 1)) / Math.max(1, rows.size());
        double most = rows.stream().mapToDouble(WaterfallChart::end).max().orElse(1);
        for (int i = 0; i < rows.size(); i++) {
            double left = LEFT + i * (width + GAP);
            Plot plot = new Plot(left, 30, left + width, bottom);
            column(svg, rows.get(i), stages, plot, common ? most : end(rows.get(i)));
        }
        svg.close();
    }

    private static void column(Svg svg, StageRow row, List<String> stages, Plot plot, double most) {
        Scale x = Scale.linear(0, most, plot.left(), plot.right());
        svg.text(plot.left(), 18, "start", row.quantile() + ": " + Numbers.of(row.e2eMillis()) + " ms", "head");
        plot.bottomAxis(svg, x, x.ticks(4), Numbers::tick, "");
        svg.line(plot.left(), plot.top(), plot.left(), plot.bottom(), "rule");
        double from = 0;
        for (StageRow.Stage stage : row.stages()) {
            double y = plot.top() + stages.indexOf(stage.stage()) * ROW;
            double end = from + Math.max(0, stage.millis());
            double left = x.at(from);
            double right = Math.max(left + 1, x.at(end));
            svg.rect(left, y + 4, right - left, ROW - 8, stage.stage().equals("rest") ? "bar rest" : "bar");
            String text = Numbers.of(stage.millis());
            if (right + Svg.widthOf(text) + 6 <= plot.right() + GAP / 2) {
                svg.text(right + 5, y + 15, "start", text, "value");
            } else if (left - Svg.widthOf(text) - 6 > plot.left()) {
                svg.text(left - 5, y + 15, "end", text, "value");
            } else {
                svg.text(right - 5, y + 15, "end", text, "value inside");
            }
            from = end;
        }
    }

    private static void table(Markup markup, List<StageRow> rows) {
        List<String> stages = stages(rows);
        String[] heads = new String[rows.size() + 1];
        String[] totals = new String[rows.size() + 1];
        heads[0] = "Stage";
        totals[0] = "E2E";
        for (int i = 0; i < rows.size(); i++) {
            heads[i + 1] = "#" + rows.get(i).quantile();
            totals[i + 1] = Numbers.of(rows.get(i).e2eMillis());
        }
        Table table = Table.open(markup, "Where the time went, in milliseconds", heads);
        for (String stage : stages) {
            table.begin("").cell(stage);
            rows.forEach(row -> table.cell(row.stages().stream()
                    .filter(s -> s.stage().equals(stage))
                    .findFirst()
                    .map(s -> Numbers.of(s.millis()))
                    .orElse(Numbers.NONE)));
            table.end();
        }
        table.row(totals).close();
    }
}
