package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Recovery;
import dev.rapport.loadtest.report.Report.Recovery.RecoveryTime;

/** How long each figure took to come back after a disturbance, against what it may take. */
final class RecoveryChart {
    private static final double LEFT = 168;
    private static final double ROW = 32;

    private RecoveryChart() {}

    static void write(Markup markup, Recovery recovery) {
        new Figure(
                        "recovery",
                        "Recovery",
                        "Seconds after the disturbance, which ended at "
                                + Numbers.clock(recovery.disturbanceEndsAtSeconds())
                                + ". The upright stroke is the limit.")
                .write(markup, m -> draw(m, recovery), m -> table(m, recovery));
    }

    private static void draw(Markup markup, Recovery recovery) {
        Plot plot = new Plot(LEFT, 10, Svg.WIDTH - 230, 12 + recovery.times().size() * ROW);
        Svg svg = Svg.open(
                markup,
                "recovery-svg",
                Svg.WIDTH,
                plot.bottom() + 42,
                "Recovery",
                "A bar of seconds for each figure, and a stroke at its limit.");
        double most = 1;
        for (RecoveryTime time : recovery.times()) {
            Double seconds = time.seconds();
            most = Math.max(most, Math.max(time.limitSeconds(), seconds == null ? 0 : seconds));
        }
        Scale x = Scale.fromZero(most, plot.left(), plot.right());
        plot.bottomAxis(svg, x, x.ticks(8), Numbers::tick, "seconds");
        double y = plot.top() + 2;
        for (RecoveryTime time : recovery.times()) {
            row(svg, time, plot, x, y);
            y += ROW;
        }
        plot.frame(svg);
        svg.close();
    }

    private static void row(Svg svg, RecoveryTime time, Plot plot, Scale x, double y) {
        svg.text(plot.left() - 10, y + 20, "end", Svg.fit(time.what(), LEFT - 14), "label");
        Double seconds = time.seconds();
        if (seconds == null) {
            svg.rect(plot.left(), y + 9, plot.right() - plot.left(), ROW - 16, "never");
        } else {
            svg.rect(
                    plot.left(),
                    y + 9,
                    Math.max(1, x.at(seconds) - plot.left()),
                    ROW - 16,
                    late(time) ? "failed" : "bar");
        }
        if (time.limitSeconds() > 0) {
            svg.line(x.at(time.limitSeconds()), y + 3, x.at(time.limitSeconds()), y + ROW - 1, "limit");
        }
        svg.text(plot.right() + 8, y + 20, "start", said(time), "value");
    }

    private static boolean late(RecoveryTime time) {
        Double seconds = time.seconds();
        return time.limitSeconds() > 0 && (seconds == null || seconds > time.limitSeconds());
    }

    private static String said(RecoveryTime time) {
        Double seconds = time.seconds();
        String took = seconds == null ? "not recovered" : Numbers.of(seconds) + " s";
        if (time.limitSeconds() <= 0) {
            return took;
        }
        return (late(time) ? "✕ " : "✓ ") + took + " (limit " + Numbers.tick(time.limitSeconds()) + " s)";
    }

    private static void table(Markup markup, Recovery recovery) {
        Table table = Table.open(markup, "Recovery times, in seconds", "What", "#Took", "#Limit");
        recovery.times()
                .forEach(time -> table.row(
                        time.what(),
                        time.seconds() == null ? "not recovered" : Numbers.orNone(time.seconds()),
                        time.limitSeconds() > 0 ? Numbers.of(time.limitSeconds()) : Numbers.NONE));
        table.close();
    }
}
