package dev.rapport.loadtest.stats;

/**
 * A range of values, both ends included. An end that the data say nothing about is infinite; a high end may also be infinite
 * because failures are infinitely slow.
 *
 * @param low at most {@code high}; may be negative infinity
 * @param high may be positive infinity
 */
public record Interval(double low, double high) {

    /** Refuses NaN and swapped ends. */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval: " + low + ".." + high + " (expected: low at most high)");
        }
    }

    /** Nothing is known. */
    public static final Interval UNBOUNDED = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Whether the value is inside, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The distance of the ends; infinite if one of them is. */
    public double width() {
        return low == high ? 0 : high - low;
    }

    /** The least interval around both: how to gate on the wider of two methods. */
    public Interval hull(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }
}
