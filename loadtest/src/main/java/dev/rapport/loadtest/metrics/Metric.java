package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.measure.ClopperPearson;
import dev.rapport.loadtest.stats.Interval;
import java.util.List;

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

        /** Whether failures cluster so much that tries count for fewer than they are (LOADTEST 3.1). */
        public boolean clustered() {
            return designEffect > DESIGN_EFFECT_IGNORED;
        }

        /** What the tries are worth. */
        public long effectiveN() {
            return clustered() ? Math.max(1, Math.round(n / designEffect)) : n;
        }

        /** Of {@link #effectiveN} tries; rounded up. */
        public long effectiveFailures() {
            return clustered() ? Math.min(effectiveN(), (long) Math.ceil(failures / designEffect)) : failures;
        }

        /** The exact interval of Clopper and Pearson of what the tries are worth; each end has that confidence. */
        public Interval interval(double confidence) {
            long successes = effectiveN() - effectiveFailures();
            return new Interval(
                    ClopperPearson.lowerBound(successes, effectiveN(), confidence),
                    ClopperPearson.upperBound(successes, effectiveN(), confidence));
        }

        private static final double DESIGN_EFFECT_IGNORED = 1.5;
    }

    /**
     * Events by time.
     *
     * @param seconds they were counted for
     * @param error standard error of the rate by how the counts of blocks of time scatter
     * @param freedom degrees of freedom of that scatter
     * @param n tries, whether or not they became one of the events
     * @param statement what it says, for people
     */
    record Rate(String unit, long count, double seconds, double error, long freedom, long n, String statement)
            implements Metric {
        @Override
        public double value() {
            return seconds == 0 ? Double.NaN : count / seconds;
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

    /**
     * The same figure of several parts, each of which must keep a limit.
     *
     * @param parts at least one
     */
    record EachPart(List<Bounded> parts) implements Metric {
        @Override
        public String unit() {
            return parts.getFirst().unit();
        }

        /** The highest. */
        @Override
        public double value() {
            return parts.stream().mapToDouble(Bounded::value).max().orElse(Double.NaN);
        }

        /** Of all together. */
        @Override
        public long n() {
            return parts.stream().mapToLong(Bounded::n).sum();
        }
    }

    /**
     * Says something of things that there were none of, and that need not have been there, such as refusals: whatever it asks
     * of them is kept.
     *
     * @param value 0 for a count, NaN for what only things that are there have
     */
    record Vacuous(String unit, double value, String statement) implements Metric {
        @Override
        public long n() {
            return 0;
        }
    }
}
