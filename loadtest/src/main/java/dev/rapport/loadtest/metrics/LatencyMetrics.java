package dev.rapport.loadtest.metrics;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code OPERATION.(e2e|ttft|ttfh|itl|tpot|dispatch|overhead|provider).[ok_](pNN|mean|max)}, in milliseconds. A failure is
 * without end in the first three and in overhead; the rest are of what was received, see {@link Measure}. With {@code ok_}
 * failures are left out, which flatters whoever fails fast: for comparing with reports that did so.
 */
final class LatencyMetrics implements Family {
    /** {@code p50} is 0.50 and {@code p999} is 0.999, so a percentile has two digits or more. */
    private static final Pattern NAME = Pattern.compile("([a-z0-9]+)\\.(ok_)?(p\\d{2,6}|mean|max)");

    private final Distributions distributions;

    LatencyMetrics(Distributions distributions) {
        this.distributions = distributions;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        Matcher matcher = NAME.matcher(name.rest());
        /* No percentile mixes operations: an answer of a model and a check of health have nothing in common (LOADTEST 7). */
        if (!matcher.matches() || name.scope().equals("all")) {
            return Optional.empty();
        }
        return name.samples()
                .flatMap(scope -> Measure.of(matcher.group(1))
                        .map(measure -> matcher.group(2) == null
                                ? distributions.of(scope, measure)
                                : distributions.finite(scope, measure)))
                .map(series -> statistic(matcher.group(3), series));
    }

    /** @param name {@code pNN}, {@code mean} or {@code max} */
    static Metric statistic(String name, Series series) {
        if (name.equals("mean")) {
            return new Metric.Mean("ms", series);
        }
        return name.equals("max")
                ? new Metric.Exact("ms", series.max(), series.n(), "the longest of " + Texts.count(series.n()))
                : new Metric.Quantile("ms", series, Double.parseDouble("0." + name.substring(1)));
    }
}
