package dev.rapport.loadtest.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * By how much two runs differ at each percentile (Doksum: Empirical Probability Plots and Statistical Inference for Nonlinear
 * Models in the Two-Sample Case, Annals of Statistics 2, 1974; Wilcox: Comparing Two Independent Groups via Multiple Quantiles,
 * The Statistician 44, 1995). A mean would hide that a change helps the median and hurts the tail. The intervals are of
 * {@link BlockBootstrap}'s resamples of both runs, each percentile by itself.
 */
public final class ShiftFunction {
    private static final int RESAMPLES_MAX = 100_000;

    private ShiftFunction() {}

    /**
     * The difference at one percentile.
     *
     * @param percent 0 to 100
     * @param difference b minus a, 0 if both are infinite
     * @param low of its interval, may be negative infinity
     * @param high may be positive infinity
     */
    public record Shift(double percent, double difference, double low, double high) {}

    /**
     * The differences b minus a, one for each percentile.
     *
     * @param a values of the first run in order of time; failures are positive infinity
     * @param blockA of each, the number of its block of time
     * @param percents 0 to 100, such as 50, 95, 99
     * @param resamples 1 to 100,000, such as 2,000
     * @param confidence two-sided, above 0, below 1
     */
    public static List<Shift> of(
            double[] a,
            int[] blockA,
            double[] b,
            int[] blockB,
            double[] percents,
            int resamples,
            double confidence,
            RandomGenerator random) {
        Check.share("confidence", confidence);
        Check.range("resamples", resamples, 1, RESAMPLES_MAX);
        BlockSample sampleA = new BlockSample(a, blockA);
        BlockSample sampleB = new BlockSample(b, blockB);
        double[][] differences = new double[percents.length][resamples];
        for (int i = 0; i < resamples; i++) {
            sampleA.draw(random);
            sampleB.draw(random);
            for (int k = 0; k < percents.length; k++) {
                double q = percents[k] / 100;
                differences[k][i] = difference(sampleA.quantile(q), sampleB.quantile(q));
            }
        }
        List<Shift> shifts = new ArrayList<>();
        for (int k = 0; k < percents.length; k++) {
            double q = percents[k] / 100;
            double difference = difference(sampleA.quantileOfAll(q), sampleB.quantileOfAll(q));
            Interval interval = BlockBootstrap.percentileInterval(differences[k], confidence);
            shifts.add(new Shift(percents[k], difference, interval.low(), interval.high()));
        }
        return List.copyOf(shifts);
    }

    /** Infinity minus infinity is no number, but two runs that both fail here do not differ. */
    private static double difference(double a, double b) {
        return a == b ? 0 : b - a;
    }
}
