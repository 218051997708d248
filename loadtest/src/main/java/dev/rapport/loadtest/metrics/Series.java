package dev.rapport.loadtest.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Observations in order of time, each with the number of its block of 10 s. A failure is {@code +Infinity}. */
public final class Series {
    private final double[] values;
    private final int[] blocks;
    private double @Nullable [] sorted;

    private Series(double[] values, int[] blocks) {
        this.values = values;
        this.blocks = blocks;
    }

    /** Not copied: must not be changed. */
    public double[] values() {
        return values;
    }

    /** Of the length of {@link #values}; not copied: must not be changed. */
    public int[] blocks() {
        return blocks;
    }

    /** Ascending; not copied: must not be changed. */
    public double[] sorted() {
        double[] known = sorted;
        if (known == null) {
            known = values.clone();
            Arrays.sort(known);
            sorted = known;
        }
        return known;
    }

    public int n() {
        return values.length;
    }

    /** NaN of nothing. */
    public double mean() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Nearest rank; NaN of nothing. */
    public double quantile(double q) {
        return n() == 0 ? Double.NaN : sorted()[Math.max(0, (int) Math.ceil(q * n() - ROUNDING) - 1)];
    }

    /** 0.95 * 20 is a little more than 19 in doubles, and must not become rank 20. */
    private static final double ROUNDING = 1e-9;

    /** NaN of nothing. */
    public double max() {
        return n() == 0 ? Double.NaN : sorted()[n() - 1];
    }

    /** How many are larger. */
    public long above(double limit) {
        return Arrays.stream(values).filter(value -> value > limit).count();
    }

    /** How many are finite. */
    public int finite() {
        return (int) Arrays.stream(values).filter(Double::isFinite).count();
    }

    /** Without the failures; itself if there are none. */
    public Series withoutInfinite() {
        if (finite() == n()) {
            return this;
        }
        Builder kept = new Builder();
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                kept.add(values[i], blocks[i]);
            }
        }
        return kept.build();
    }

    /** Collects a series. */
    public static final class Builder {
        private double[] values = new double[64];
        private int[] blocks = new int[64];
        private int n;

        public void add(double value, int block) {
            if (n == values.length) {
                values = Arrays.copyOf(values, 2 * n);
                blocks = Arrays.copyOf(blocks, 2 * n);
            }
            values[n] = value;
            blocks[n++] = block;
        }

        public Series build() {
            return new Series(Arrays.copyOf(values, n), Arrays.copyOf(blocks, n));
        }
    }
}
