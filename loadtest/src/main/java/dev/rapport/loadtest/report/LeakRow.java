package dev.rapport.loadtest.report;

/**
 * Whether a resource grows.
 *
 * @param unit of all figures, such as {@code MB/h}
 * @param word {@code LEAK}, {@code NO LEAK} or {@code INCONCLUSIVE}
 * @param detectable the least growth that this run could have told from none
 */
public record LeakRow(
        String source,
        String resource,
        String unit,
        double slope,
        double low,
        double high,
        double limit,
        double detectable,
        double trendP,
        long n,
        String word) {}
