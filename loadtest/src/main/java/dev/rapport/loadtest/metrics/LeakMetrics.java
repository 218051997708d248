package dev.rapport.loadtest.metrics;

import java.util.List;
import java.util.Optional;

/**
 * {@code leak.(heap|rss|threads|files|direct)}: growth of each part in percent of its start an hour, and with {@code
 * .absolute} in the resource's own unit an hour (MB of a million bytes): the slope of the fit with its interval.
 */
final class LeakMetrics implements Family {
    private static final String ABSOLUTE = ".absolute";
    private static final double CONFIDENCE = 0.99;

    private final Leaks leaks;

    LeakMetrics(Leaks leaks) {
        this.leaks = leaks;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("leak") || !name.phase().isEmpty()) {
            return Optional.empty();
        }
        boolean absolute = name.rest().endsWith(ABSOLUTE);
        String word = absolute ? name.rest().substring(0, name.rest().length() - ABSOLUTE.length()) : name.rest();
        for (Leaks.Resource resource : Leaks.Resource.values()) {
            if (resource.word().equals(word)) {
                List<Metric.Bounded> parts = leaks.of(resource).stream()
                        .map(result -> metric(result, absolute))
                        .toList();
                return parts.isEmpty() ? Optional.empty() : Optional.of(new Metric.EachPart(parts));
            }
        }
        return Optional.empty();
    }

    private static Metric.Bounded metric(Leaks.Result result, boolean absolute) {
        var leak = result.leak();
        String unit = result.resource().unit() + "/h";
        String relative = "%/h";
        String statement = result.source() + " grows by " + said(leak.slope(), leak.low(), leak.high(), unit) + ", "
                + said(
                        result.relative(leak.slope()),
                        result.relative(leak.low()),
                        result.relative(leak.high()),
                        relative)
                + " of its start (99 %); could have told " + Texts.number(leak.detectable()) + " " + unit + " from none"
                + memories(result);
        return absolute
                ? new Metric.Bounded(unit, leak.slope(), leak.low(), leak.high(), CONFIDENCE, leak.n(), statement)
                : new Metric.Bounded(
                        relative,
                        result.relative(leak.slope()),
                        result.relative(leak.low()),
                        result.relative(leak.high()),
                        CONFIDENCE,
                        leak.n(),
                        statement);
    }

    private static String said(double slope, double low, double high, String unit) {
        return Texts.number(slope) + " " + unit + " (" + Texts.number(low) + " to " + Texts.number(high) + ")";
    }

    private static String memories(Leaks.Result result) {
        return Double.isNaN(result.memoriesGrown())
                ? ""
                : "; users' memories, as the service estimates them, grew by " + Texts.number(result.memoriesGrown())
                        + " "
                        + result.resource().unit() + " from " + clock(result.fromHours()) + " to "
                        + clock(result.toHours());
    }

    private static String clock(double hours) {
        return Texts.number(60 * hours) + " min";
    }
}
