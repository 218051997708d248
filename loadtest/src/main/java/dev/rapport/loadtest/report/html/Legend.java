package dev.rapport.loadtest.report.html;

import java.util.ArrayList;
import java.util.List;

/** What the looks of a chart mean, in lines above it. */
final class Legend {
    private static final double LINE_HEIGHT = 18;
    private static final double SAMPLE = 26;
    private static final double GAP = 18;

    private final double left;
    private final double width;
    private final List<Item> items = new ArrayList<>();

    /** @param draw given the left end and the middle of a place of 26 by 12 pixels */
    private record Item(String text, Sample draw) {}

    /** Draws an example of a look. */
    interface Sample {
        void at(Svg svg, double x, double y);
    }

    Legend(double left, double width) {
        this.left = left;
        this.width = width;
    }

    Legend line(String text, int series) {
        return line(text, Marks.line(series));
    }

    Legend line(String text, String style) {
        return sample(text, (svg, x, y) -> svg.line(x, y, x + SAMPLE - 4, y, style));
    }

    Legend marked(String text, int series) {
        return sample(
                text,
                (svg, x, y) -> svg.line(x, y, x + SAMPLE - 4, y, Marks.line(series))
                        .mark(series, x + (SAMPLE - 4) / 2, y, 4, "mark " + Marks.fill(series)));
    }

    Legend box(String text, String style) {
        return sample(text, (svg, x, y) -> svg.rect(x, y - 5, SAMPLE - 6, 10, style));
    }

    Legend sample(String text, Sample sample) {
        items.add(new Item(Svg.fit(text, width - SAMPLE), sample));
        return this;
    }

    double height() {
        return rows() * LINE_HEIGHT + 6;
    }

    private int rows() {
        int rows = 1;
        double x = 0;
        for (Item item : items) {
            double needs = SAMPLE + Svg.widthOf(item.text);
            if (x > 0 && x + needs > width) {
                rows++;
                x = 0;
            }
            x += needs + GAP;
        }
        return rows;
    }

    void draw(Svg svg, double top) {
        double x = 0;
        double y = top + LINE_HEIGHT / 2;
        for (Item item : items) {
            double needs = SAMPLE + Svg.widthOf(item.text);
            if (x > 0 && x + needs > width) {
                x = 0;
                y += LINE_HEIGHT;
            }
            item.draw.at(svg, left + x, y);
            svg.text(left + x + SAMPLE, y + 4, "start", item.text, "label");
            x += needs + GAP;
        }
    }
}
