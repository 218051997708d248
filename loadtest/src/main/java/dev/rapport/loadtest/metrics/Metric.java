package dev.rapport.loadtest.metrics;

/** A figure of a run with what it takes to judge it. */
public sealed interface Metric {
    /** Of the value: {@code ms}, {@code s}, {@code %} (a ratio from 0 to 1), {@code %/h} (percent), ...; empty for a number. */
    String unit();

    /** Point estimate; {@code +Infinity} where it falls on a failure, NaN if nothing was measured. */
    double value();

    /** How many observations it rests on. */
    long n();

    /**
     * A quantile of latencies.
     *
     * @param q above 0, below 1
     */
    record Quantile(String unit, Series series, double q) implements Metric {
        @Override
        public double value() {
            return series.quantile(q);
        }

        @Override
        public long n() {
            return series.n();
        }
    }

    /** A mean of latencies. */
    record Mean(String unit, Series series) implements Metric {
        @Override
        public double value() {
            return series.mean();
        }

        @Override
        public long n() {
            return series.n();
        }
    }

    /**
     * Successes by tries.
     *
     * @param failures tries that did not succeed
     * @param designEffect by how much failures that cluster make the tries worth less, 1 or more
     * @param failed what to call the failures, such as {@code failed}
     */
    record Share(long failures, long n, double designEffect, String failed) implements Metric {
        @Override
        public String unit() {
            return "%";
        }

        @Override
        public double value() {
            return n == 0 ? Double.NaN : (double) (n - failures) / n;
        }
    }

    /**
     * A figure that is what it is, such as a count.
     *
     * @param statement what it says, for people
     */
    record Exact(String unit, double value, long n, String statement) implements Metric {}

    /**
     * A figure with its own interval, whatever confidence a limit asks for.
     *
     * @param confidence of the interval
     */
    record Bounded(String unit, double value, double low, double high, double confidence, long n, String statement)
            implements Metric {}
}
