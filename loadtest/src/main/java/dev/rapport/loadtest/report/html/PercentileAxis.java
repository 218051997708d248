package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Percentiles on the axis of HdrHistogram's plots: 1/(1-p) on a logarithmic scale, so that each nine has equal room. */
final class PercentileAxis {
    /** Beyond p99.99999 no run of hours has a request. */
    private static final double INVERSE_MAX = 1e7;

    private static final List<Double> TICKS =
            List.of(0.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.5, 99.9, 99.99, 99.999, 99.9999, 99.99999);

    private PercentileAxis() {}

    /** @param percent from 0 to below 100 */
    static double inverse(double percent) {
        return Math.min(INVERSE_MAX, 1 / (1 - Math.clamp(percent, 0, 100) / 100));
    }

    static Scale scale(double percentMax, Plot plot) {
        return Scale.log(1, Math.max(10, inverse(percentMax)), plot.left(), plot.right());
    }

    static void draw(Svg svg, Plot plot, Scale x) {
        List<Double> ticks = new ArrayList<>();
        for (double percent : TICKS) {
            if (inverse(percent) <= x.high() * 1.001) {
                ticks.add(inverse(percent));
            }
        }
        plot.bottomAxis(svg, x, ticks, PercentileAxis::label, "percentile");
    }

    private static String label(double inverse) {
        return Numbers.percentile((1 - 1 / inverse) * 100).substring(1) + " %";
    }
}
