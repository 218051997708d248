package dev.rapport.loadtest.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How sure a quantile or a mean is where values depend on their neighbours in time, as latencies do: a stall makes many requests
 * slow at once, so there is less news in them than in as many independent ones.
 *
 * <p>The bootstrap of moving blocks (Kunsch: The Jackknife and the Bootstrap for General Stationary Observations, Annals of
 * Statistics 17, 1989), closed to a circle so that the ends of a run count as much as its middle (Politis, Romano: A Circular
 * Block-Resampling Procedure for Stationary Data, 1992), with percentile intervals. Blocks are of time, not of a number of
 * values, so that a burst stays together.
 *
 * <p>With few blocks the interval is too narrow, with one it has no width. So gate on the hull of it and {@link RankInterval} or
 * {@link MeanInterval}, which are right if the values are independent, and say so where there are fewer blocks than {@link
 * #BLOCKS_MIN}: then the hull is hardly more than that.
 */
public final class BlockBootstrap {
    /** With fewer blocks, too few different resamples exist for a 95 % interval to be near what it says. */
    public static final int BLOCKS_MIN = 10;

    /** A percentile interval at 99 % needs hundreds; more than this only costs time. */
    private static final int RESAMPLES_MAX = 100_000;

    private BlockBootstrap() {}

    /**
     * The interval of quantile q.
     *
     * @param values in order of time within each block, at least one; failures are positive infinity
     * @param block of each value, the number of its block of time, such as its seconds / 10
     * @param q 0 to 1
     * @param confidence two-sided, above 0, below 1
     * @param resamples 1 to 100,000, such as 2,000
     * @return the high end is infinite if failures reach the quantile
     */
    public static Interval quantile(
            double[] values, int[] block, double q, double confidence, int resamples, RandomGenerator random) {
        return quantiles(values, block, new double[] {q}, confidence, resamples, random)
                .getFirst();
    }

    /** The intervals of several quantiles, from the same resamples: hardly dearer than one. */
    public static List<Interval> quantiles(
            double[] values, int[] block, double[] q, double confidence, int resamples, RandomGenerator random) {
        List<ToDoubleFunction<BlockSample>> statistics = Arrays.stream(q)
                .<ToDoubleFunction<BlockSample>>mapToObj(one -> sample -> sample.quantile(one))
                .toList();
        return intervals(new BlockSample(values, block), statistics, confidence, resamples, random);
    }

    /** The interval of the mean; arguments as in {@link #quantile}. The high end is infinite if a value is. */
    public static Interval mean(
            double[] values, int[] block, double confidence, int resamples, RandomGenerator random) {
        List<ToDoubleFunction<BlockSample>> statistics = List.of(BlockSample::mean);
        return intervals(new BlockSample(values, block), statistics, confidence, resamples, random)
                .getFirst();
    }

    private static List<Interval> intervals(
            BlockSample sample,
            List<ToDoubleFunction<BlockSample>> statistics,
            double confidence,
            int resamples,
            RandomGenerator random) {
        Check.share("confidence", confidence);
        Check.range("resamples", resamples, 1, RESAMPLES_MAX);
        double[][] results = new double[statistics.size()][resamples];
        for (int i = 0; i < resamples; i++) {
            sample.draw(random);
            for (int k = 0; k < results.length; k++) {
                results[k][i] = statistics.get(k).applyAsDouble(sample);
            }
        }
        return Stream.of(results)
                .map(one -> percentileInterval(one, confidence))
                .toList();
    }

    /** The middle share of what resamples gave; sorts its argument. */
    static Interval percentileInterval(double[] results, double confidence) {
        Arrays.sort(results);
        int outside = (int) Math.floor((1 - confidence) / 2 * results.length);
        return new Interval(results[outside], results[results.length - 1 - outside]);
    }
}
