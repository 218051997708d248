package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.metrics.Metric;
import dev.rapport.loadtest.metrics.Series;
import dev.rapport.loadtest.metrics.Texts;
import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.stats.BlockBootstrap;
import dev.rapport.loadtest.stats.Decision;
import dev.rapport.loadtest.stats.Exceedance;
import dev.rapport.loadtest.stats.Interval;
import dev.rapport.loadtest.stats.MeanInterval;
import dev.rapport.loadtest.stats.PoissonBound;
import dev.rapport.loadtest.stats.RankInterval;
import dev.rapport.loadtest.stats.StudentT;
import dev.rapport.loadtest.stats.SuccessClaim;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;

/** Judges one metric by one limit (LOADTEST 3.1, 3.2). Used by one thread: it remembers what it resampled. */
final class Statistics {
    /** Percentile intervals at 95 % settle with some 1,000; twice that (LOADTEST 3.2). */
    private static final int RESAMPLES = 2_000;

    /** Of counts of what must not be and of figures of the whole run, which no sample estimates. */
    private static final String AS_IT_IS = "; judged as it is, as no interval applies";

    /** Resampled together, which is hardly dearer than one: most profiles have limits at several of them. */
    private static final double[] USUAL = {0.5, 0.66, 0.75, 0.8, 0.9, 0.95, 0.99, 0.999};

    private final long seed;
    private final Map<Key, Interval> resampled = new HashMap<>();

    /** @param q NaN for the mean */
    private record Key(Series series, double q, double confidence) {}

    Statistics(long seed) {
        this.seed = seed;
    }

    Finding find(Metric metric, Bound bound) {
        if (bound.confidence() == 0) {
            return pointEstimate(metric, bound);
        }
        return switch (metric) {
            case Metric.Quantile quantile -> quantile(quantile, bound);
            case Metric.Mean mean -> mean(mean, bound);
            case Metric.Share share -> share(share, bound);
            case Metric.Rate rate -> rate(rate, bound);
            case Metric.Exact exact -> Finding.exact(bound.keeps(exact.value()), exact.statement() + AS_IT_IS);
            case Metric.Bounded bounded -> bounded(bounded, bound);
            case Metric.Vacuous vacuous -> vacuous(vacuous, bound);
            case Metric.EachPart each -> throw partByPart(each);
        };
    }

    private static Finding vacuous(Metric.Vacuous metric, Bound bound) {
        return Finding.exact(Double.isNaN(metric.value()) || bound.keeps(metric.value()), metric.statement());
    }

    private static IllegalArgumentException partByPart(Metric.EachPart each) {
        return new IllegalArgumentException("metric: " + each + " (expected: one of its parts)");
    }

    /** The seeds' own way: the figure itself, however few requests it rests on. */
    private static Finding pointEstimate(Metric metric, Bound bound) {
        if (metric instanceof Metric.Vacuous vacuous) {
            return vacuous(vacuous, bound);
        }
        String statement = switch (metric) {
            case Metric.Quantile quantile -> exceeding(quantile.series(), bound, quantile.unit());
            case Metric.Mean mean -> Texts.valued(mean.value(), mean.unit()) + " over " + Texts.count(mean.n());
            case Metric.Share share ->
                Texts.count(share.failures()) + " of " + Texts.count(share.n()) + " " + share.failed();
            case Metric.Rate rate -> rate.statement();
            case Metric.Exact exact -> exact.statement();
            case Metric.Bounded bounded -> bounded.statement();
            case Metric.Vacuous vacuous -> vacuous.statement();
            case Metric.EachPart each -> throw partByPart(each);
        };
        return Finding.exact(bound.keeps(metric.value()), statement);
    }

    private static String exceeding(Series series, Bound bound, String unit) {
        return Texts.count(series.above(bound.value())) + " of " + Texts.count(series.n()) + " above "
                + Texts.valued(bound.value(), unit);
    }

    /**
     * Three ways must agree: the binomial test of how many are slower than the limit, the interval of order statistics, and
     * the block bootstrap, which does not take neighbours for independent.
     */
    private Finding quantile(Metric.Quantile metric, Bound bound) {
        Series series = metric.series();
        double confidence = bound.confidence();
        Interval interval = RankInterval.of(series.sorted(), metric.q(), twoSided(confidence))
                .hull(resample(series, metric.q(), confidence));
        Word word = bound.judge(interval);
        long needsMore = 0;
        if (bound.upper()) {
            Decision decision = Exceedance.test(series.above(bound.value()), series.n(), metric.q(), confidence);
            if (Finding.word(decision) != word) {
                word = Word.INCONCLUSIVE;
                /* Then what is shown must be undecided, too: the test sets the end of the interval at the limit itself. */
                interval = interval.hull(new Interval(Math.nextDown(bound.value()), Math.nextUp(bound.value())));
            }
            needsMore = Finding.needs(decision);
        }
        String statement = exceeding(series, bound, metric.unit()) + "; p" + Texts.number(100 * metric.q()) + " "
                + Judge.range(interval, metric.unit(), confidence) + blocks(series);
        needsMore = word == Word.INCONCLUSIVE ? Math.max(needsMore, needs(interval, metric, bound)) : 0;
        return new Finding(word, interval, confidence, statement, needsMore);
    }

    /** Two ways must agree: the interval of independent values, and the block bootstrap, which has no width with one block. */
    private Finding mean(Metric.Mean metric, Bound bound) {
        Series series = metric.series();
        Interval interval = MeanInterval.of(series.values(), Math.max(0.5, bound.confidence()))
                .hull(resample(series, Double.NaN, bound.confidence()));
        Word word = bound.judge(interval);
        return new Finding(
                word,
                interval,
                bound.confidence(),
                "mean " + Judge.range(interval, metric.unit(), bound.confidence()) + blocks(series),
                word == Word.INCONCLUSIVE ? needs(interval, metric, bound) : 0);
    }

    /**
     * Few blocks hardly show how values depend on their neighbours. That is said and not judged: the short tiers have two to
     * nine blocks, and are there to screen; the hull with the interval of independent values keeps them from passing on a
     * width that is none.
     */
    private static String blocks(Series series) {
        long blocks = Arrays.stream(series.blocks()).distinct().count();
        return blocks >= BlockBootstrap.BLOCKS_MIN
                ? ""
                : "; from " + Texts.count(blocks) + (blocks == 1 ? " block" : " blocks")
                        + " of 10 s only, so neighbours are taken for independent";
    }

    /** Two ways must agree: the scatter of blocks of time, and that of events which know nothing of one another. */
    private static Finding rate(Metric.Rate metric, Bound bound) {
        double confidence = bound.confidence();
        double width = metric.freedom() < 1
                ? Double.POSITIVE_INFINITY
                : StudentT.quantile(Math.max(0.5, confidence), (double) metric.freedom()) * metric.error();
        Interval interval = new Interval(
                        PoissonBound.lower(metric.count(), metric.seconds(), confidence),
                        PoissonBound.upper(metric.count(), metric.seconds(), confidence))
                .hull(new Interval(Math.max(0, metric.value() - width), metric.value() + width));
        Word word = bound.judge(interval);
        String statement = metric.statement() + ": " + Judge.range(interval, metric.unit(), confidence);
        long needs = word == Word.INCONCLUSIVE ? needs(interval, metric, bound) : 0;
        return new Finding(word, interval, confidence, statement, needs);
    }

    /**
     * About how many more would make the interval narrow enough, as its width goes with the square root of their number; 0
     * if more would not help, as the estimate itself breaks the limit or there is no bound at all.
     */
    private static long needs(Interval interval, Metric metric, Bound bound) {
        double end = bound.upper() ? interval.high() : interval.low();
        double room = Math.abs(bound.value() - metric.value());
        double width = Math.abs(end - metric.value());
        if (!bound.keeps(metric.value()) || room == 0 || !Double.isFinite(width)) {
            return 0;
        }
        double times = Math.max(0, (width / room) * (width / room) - 1);
        return (long) Math.ceil(Math.min(times * metric.n(), (double) Integer.MAX_VALUE));
    }

    private static Finding share(Metric.Share metric, Bound bound) {
        boolean clustered = metric.clustered();
        long n = metric.effectiveN();
        long failures = metric.effectiveFailures();
        double confidence = bound.confidence();
        Interval interval = metric.interval(confidence);
        String statement = Texts.count(metric.failures()) + " of " + Texts.count(metric.n()) + " " + metric.failed()
                + ": at least " + Texts.percent(interval.low()) + " (" + Texts.percent(confidence) + ")"
                + (clustered ? "; failures cluster, so they count as " + Texts.count(n) : "");
        if (bound.upper() || bound.value() <= 0) {
            return new Finding(bound.judge(interval), interval, confidence, statement, 0);
        }
        if (bound.value() >= 1) {
            /* No number of tries proves that nothing ever fails, so "100 %" can only mean that nothing did. */
            return Finding.exact(metric.failures() == 0, statement);
        }
        Decision decision = SuccessClaim.decide(failures, n, bound.value(), confidence);
        long needs = Math.round(Finding.needs(decision) * (clustered ? metric.designEffect() : 1));
        return new Finding(Finding.word(decision), interval, confidence, statement, needs);
    }

    private static Finding bounded(Metric.Bounded metric, Bound bound) {
        Interval interval = new Interval(metric.low(), metric.high());
        return new Finding(bound.judge(interval), interval, metric.confidence(), metric.statement(), 0);
    }

    /** A two-sided interval whose ends each hold with that confidence. */
    private static double twoSided(double oneSided) {
        return Math.max(0.01, 2 * oneSided - 1);
    }

    private Interval resample(Series series, double q, double confidence) {
        Interval known = resampled.get(new Key(series, q, confidence));
        if (known != null) {
            return known;
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double twoSided = twoSided(confidence);
        if (Double.isNaN(q)) {
            Interval mean = BlockBootstrap.mean(series.values(), series.blocks(), twoSided, RESAMPLES, random);
            resampled.put(new Key(series, q, confidence), mean);
            return mean;
        }
        double[] all = DoubleStream.concat(DoubleStream.of(q), Arrays.stream(USUAL))
                .distinct()
                .toArray();
        List<Interval> intervals =
                BlockBootstrap.quantiles(series.values(), series.blocks(), all, twoSided, RESAMPLES, random);
        for (int i = 0; i < all.length; i++) {
            resampled.putIfAbsent(new Key(series, all[i], confidence), intervals.get(i));
        }
        return intervals.getFirst();
    }
}
