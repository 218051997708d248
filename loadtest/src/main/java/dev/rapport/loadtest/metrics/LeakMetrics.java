package dev.rapport.loadtest.metrics;

import java.util.Comparator;
import java.util.Optional;

/**
 * {@code leak.(heap|rss|threads|files|direct)}: growth of the worst part in percent of its start an hour, and with {@code
 * .absolute} in the resource's own unit an hour (MB of a million bytes). The value is the upper bound.
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
                return leaks.of(resource).stream()
                        .map(result -> metric(result, absolute))
                        .max(Comparator.comparingDouble(Metric::value));
            }
        }
        return Optional.empty();
    }

    private static Metric metric(Leaks.Result result, boolean absolute) {
        var leak = result.leak();
        String unit = result.resource().unit() + "/h";
        String statement = result.source() + ": " + leak.word() + ", " + Texts.number(leak.low()) + " to "
                + Texts.number(leak.high()) + " " + unit + " (99 %); could have told "
                + Texts.number(leak.detectable()) + " " + unit + " from none" + memories(result);
        return absolute
                ? new Metric.Bounded(unit, leak.high(), leak.low(), leak.high(), CONFIDENCE, leak.n(), statement)
                : new Metric.Bounded(
                        "%/h",
                        result.relative(leak.high()),
                        result.relative(leak.low()),
                        result.relative(leak.high()),
                        CONFIDENCE,
                        leak.n(),
                        statement);
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
