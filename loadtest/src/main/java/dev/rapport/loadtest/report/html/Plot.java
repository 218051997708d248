package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** The area of a chart, and its axes. */
record Plot(double left, double top, double right, double bottom) {
    /** Between two labels of an axis. */
    private static final double LABEL_GAP = 10;

    Scale across(double low, double high) {
        return Scale.linear(low, high, left, right);
    }

    void frame(Svg svg) {
        svg.line(left, bottom, right, bottom, "rule").line(left, top, left, bottom, "rule");
    }

    /** Grid lines and labels below; a label that would touch the one before is left out. */
    void bottomAxis(Svg svg, Scale x, List<Double> ticks, DoubleFunction<String> label, String title) {
        double free = Double.NEGATIVE_INFINITY;
        for (double tick : ticks) {
            double at = x.at(tick);
            svg.line(at, top, at, bottom, "grid");
            String text = label.apply(tick);
            double half = Svg.widthOf(text) / 2;
            if (at - half >= free) {
                svg.text(at, bottom + 16, "middle", text, "tick");
                free = at + half + LABEL_GAP;
            }
        }
        if (!title.isEmpty()) {
            svg.text((left + right) / 2, bottom + 34, "middle", title, "axis");
        }
    }

    void timeAxis(Svg svg, Scale x, String title) {
        bottomAxis(svg, x, x.timeTicks((int) Math.max(2, (right - left) / 80)), Numbers::clock, title);
    }

    void leftAxis(Svg svg, Scale y, String title) {
        leftAxis(svg, y, y.ticks((int) Math.max(2, (bottom - top) / 27)), Numbers::tick, title);
    }

    void leftAxis(Svg svg, Scale y, List<Double> ticks, DoubleFunction<String> label, String title) {
        for (double tick : ticks) {
            double at = y.at(tick);
            svg.line(left, at, right, at, "grid").text(left - 7, at + 4, "end", label.apply(tick), "tick");
        }
        if (!title.isEmpty()) {
            svg.sideways(left - 50, (top + bottom) / 2, title);
        }
    }

    /** Moves labels apart that would overlap, keeping their order, within the plot. */
    List<Double> spread(List<Double> wanted, double apart) {
        Integer[] order = new Integer[wanted.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, java.util.Comparator.comparingDouble(wanted::get));
        Double[] placed = new Double[order.length];
        double free = top;
        for (int i : order) {
            placed[i] = Math.max(wanted.get(i), free);
            free = placed[i] + apart;
        }
        double limit = bottom;
        for (int k = order.length - 1; k >= 0; k--) {
            placed[order[k]] = Math.min(placed[order[k]], limit);
            limit = placed[order[k]] - apart;
        }
        return new ArrayList<>(List.of(placed));
    }
}
