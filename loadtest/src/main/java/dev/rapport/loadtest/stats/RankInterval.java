package dev.rapport.loadtest.stats;

/**
 * How sure a measured quantile is, whatever the distribution: the interval between two order statistics, whose ranks are
 * quantiles of the binomial(n, q) (David, Nagaraja: Order Statistics, 3rd edition, 2003, section 7.1).
 *
 * <p>It takes the values for independent. Latencies of a loaded server are not; see {@link BlockBootstrap}, and gate on the
 * wider of the two.
 */
public final class RankInterval {
    private RankInterval() {}

    /**
     * The two-sided interval of quantile q. Each side alone holds with the confidence (1 + {@code confidence}) / 2.
     *
     * @param sorted ascending; failures are infinite entries at the end
     * @param q above 0, below 1
     * @param confidence above 0, below 1, such as 0.95
     * @return an end for which there are too few values is infinite
     */
    public static Interval of(double[] sorted, double q, double confidence) {
        Ranks ranks = ranks(sorted.length, q, confidence);
        double low = ranks.low() < 1 ? Double.NEGATIVE_INFINITY : sorted[(int) ranks.low() - 1];
        double high = ranks.high() > sorted.length ? Double.POSITIVE_INFINITY : sorted[(int) ranks.high() - 1];
        return new Interval(low, high);
    }

    /**
     * The ranks between which the quantile lies.
     *
     * @param low 1 to n; 0 if there is no lower bound
     * @param high 1 to n; n + 1 if there is no upper bound
     */
    public record Ranks(long low, long high) {}

    /** The ranks of {@link #of} for n values. */
    public static Ranks ranks(long n, double q, double confidence) {
        Check.atLeast("n", n, 0);
        Check.share("q", q);
        Check.share("confidence", confidence);
        double tail = (1 - confidence) / 2;
        return new Ranks(Binomial.quantile(tail, n, q), Binomial.quantile(1 - tail, n, q) + 1);
    }

    /**
     * The least number of values for which a one-sided upper bound of quantile q exists at all: 299 for p99 at 95 %. With so
     * many values, the greatest is the bound.
     */
    public static long leastN(double q, double confidence) {
        return SuccessClaim.trialsFor(0, q, confidence);
    }

    /**
     * About how many values make the interval's ranks reach no further than {@code halfWidth} around q, by the normal
     * approximation.
     *
     * @param halfWidth as a share: 0.002 for p98.8 to p99.2
     */
    public static long nForWidth(double q, double halfWidth, double confidence) {
        Check.share("q", q);
        Check.share("halfWidth", halfWidth);
        Check.share("confidence", confidence);
        double z = Normal.quantile((1 + confidence) / 2);
        return (long) Math.ceil(z * z * q * (1 - q) / (halfWidth * halfWidth));
    }
}
