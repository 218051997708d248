package dev.rapport.loadtest.report.html;

/** Shapes, so that no series is told from another by its colour alone. */
final class Marks {
    /** As many looks as {@code Style} has colours and dashes; after them they repeat. */
    static final int LOOKS = 6;

    private Marks() {}

    /** The CSS classes of a series' line. */
    static String line(int series) {
        return "line s" + Math.floorMod(series, LOOKS) + " d" + Math.floorMod(series, LOOKS);
    }

    static String fill(int series) {
        return "f" + Math.floorMod(series, LOOKS);
    }

    /** Circle, square, triangle, diamond, cross, triangle on its head. */
    static String shape(int series, double x, double y, double r) {
        return switch (Math.floorMod(series, LOOKS)) {
            case 0 -> circle(x, y, r);
            case 1 -> square(x, y, r * 0.9);
            case 2 -> at(x, y - r) + to(r, r * 1.8) + to(-2 * r, 0) + "z";
            case 3 -> diamond(x, y, r * 1.2);
            case 4 -> cross(x, y, r);
            default -> at(x, y + r) + to(r, -r * 1.8) + to(-2 * r, 0) + "z";
        };
    }

    static String circle(double x, double y, double r) {
        String arc = "a" + Svg.number(r) + " " + Svg.number(r) + " 0 1 0 ";
        return at(x - r, y) + arc + Svg.number(2 * r) + " 0" + arc + Svg.number(-2 * r) + " 0z";
    }

    static String square(double x, double y, double r) {
        return at(x - r, y - r) + to(2 * r, 0) + to(0, 2 * r) + to(-2 * r, 0) + "z";
    }

    static String diamond(double x, double y, double r) {
        return at(x, y - r) + to(r, r) + to(-r, r) + to(-r, -r) + "z";
    }

    static String cross(double x, double y, double r) {
        return at(x - r, y - r) + to(2 * r, 2 * r) + at(x - r, y + r) + to(2 * r, -2 * r);
    }

    static String at(double x, double y) {
        return "M" + Svg.number(x) + " " + Svg.number(y);
    }

    static String to(double dx, double dy) {
        return "l" + Svg.number(dx) + " " + Svg.number(dy);
    }
}
