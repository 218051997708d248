package dev.rapport.loadtest.report.html;

import java.util.List;
import java.util.Locale;

/** Draws into one {@code svg} element. Places are pixels of the drawing's own size, with one decimal. */
final class Svg {
    /** Of all drawings that take the page's width. */
    static final double WIDTH = 860;

    /** An average letter of the page's fonts, at 12 pixels. Rather too wide than too narrow, as labels must not touch. */
    private static final double LETTER = 6.7;

    /** Of a point without neighbours; a dot of the line's width would be overlooked. */
    private static final double LONE_RADIUS = 2.5;

    private final Markup markup;

    private Svg(Markup markup) {
        this.markup = markup;
    }

    /**
     * @param id unique in the page
     * @param what a drawing says to whoever cannot see it
     */
    static Svg open(Markup markup, String id, double width, double height, String title, String what) {
        markup.open(
                "svg",
                "viewBox",
                "0 0 " + number(width) + " " + number(height),
                "role",
                "img",
                "aria-labelledby",
                id + "-t " + id + "-d");
        markup.element("title", title, "id", id + "-t").element("desc", what, "id", id + "-d");
        return new Svg(markup);
    }

    void close() {
        markup.close();
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        return path("M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2), style);
    }

    Svg path(String d, String style) {
        if (!d.isEmpty()) {
            markup.empty("path", "d", d, "class", style);
        }
        return this;
    }

    /** Widths below zero are drawn as nothing. */
    Svg rect(double x, double y, double width, double height, String style) {
        markup.empty(
                "rect",
                "x",
                number(x),
                "y",
                number(y),
                "width",
                number(Math.max(0, width)),
                "height",
                number(Math.max(0, height)),
                "class",
                style);
        return this;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(double x, double y, String anchor, String text, String style) {
        markup.element("text", text, "x", number(x), "y", number(y), "class", style + " " + anchor);
        return this;
    }

    Svg sideways(double x, double y, String text) {
        String turn = "rotate(-90 " + number(x) + " " + number(y) + ")";
        markup.element("text", text, "x", number(x), "y", number(y), "class", "axis middle", "transform", turn);
        return this;
    }

    /** A series' mark: each has its own shape. */
    Svg mark(int series, double x, double y, double r, String style) {
        return path(Marks.shape(series, x, y, r), style);
    }

    /** Joins the points; one whose y is not a number makes a gap, and one alone a small circle. */
    static String joined(List<double[]> points) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            if (missing(points, i)) {
                continue;
            }
            double[] point = points.get(i);
            boolean first = missing(points, i - 1);
            if (first && missing(points, i + 1)) {
                d.append(Marks.circle(point[0], point[1], LONE_RADIUS));
            } else {
                d.append(first ? "M" : "L").append(number(point[0])).append(' ').append(number(point[1]));
            }
        }
        return d.toString();
    }

    private static boolean missing(List<double[]> points, int i) {
        return i < 0 || i >= points.size() || Double.isNaN(points.get(i)[0]) || Double.isNaN(points.get(i)[1]);
    }

    static double widthOf(String text) {
        return text.length() * LETTER;
    }

    /** Cut to what fits, as labels must not run into each other; the tables have the whole. */
    static String fit(String text, double width) {
        int most = Math.max(2, (int) (width / LETTER));
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", Double.isFinite(value) ? value : 0);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
