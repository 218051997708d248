package dev.rapport.loadtest.lint;

import java.util.Map;
import java.util.TreeMap;

/** What a number can be. Pure. */
record Range(double low, double high) {
    private static final double ALL = 100;

    static Range of(Figure figure) {
        return new Range(figure.low(), figure.high());
    }

    /**
     * The mean of a distribution, from its percentiles: between two of them, all values may be at the lower or all at the
     * upper one. Without the 100th there is no upper end.
     */
    static Range meanOf(Map<String, Figure> percentiles) {
        TreeMap<Double, Figure> sorted = new TreeMap<>();
        percentiles.forEach((percent, value) -> sorted.put(Double.valueOf(percent), value));
        double low = 0;
        double high = 0;
        double before = 0;
        double valueBefore = 0;
        for (Map.Entry<Double, Figure> point : sorted.entrySet()) {
            double share = (point.getKey() - before) / ALL;
            low += share * valueBefore;
            high += share * point.getValue().high();
            before = point.getKey();
            valueBefore = Math.max(0, point.getValue().low());
        }
        low += (ALL - before) / ALL * valueBefore;
        return new Range(low, before < ALL ? Double.POSITIVE_INFINITY : high);
    }

    Range times(double factor) {
        return new Range(low * factor, high * factor);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }

    @Override
    public String toString() {
        return Double.isInfinite(high) ? Say.number(low) + " or more" : Say.range(low, high);
    }
}
