package dev.rapport.loadtest.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import java.util.Optional;

/**
 * {@code provider.(rejected|posts_difference|in_flight_peak|conformance_violations|served_of_allowed)}: what the load looked like to the
 * simulated provider, over the whole run, as its counts are.
 */
public final class ProviderMetrics implements Family {
    /** Arrivals are noted in whole milliseconds, so one may be a millisecond later than it says. */
    private static final double CLOCK_GRAIN_MILLIS = 1;

    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final double SECONDS_PER_MINUTE = 60;

    private final RunData run;

    ProviderMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (run.info().provider() == null
                || !name.phase().isEmpty()
                || !name.scope().equals("provider")) {
            return Optional.empty();
        }
        return switch (name.rest()) {
            case "rejected" -> Optional.of(rejected());
            case "posts_difference" -> Optional.of(postsDifference());
            case "in_flight_peak" -> count("in_flight_peak").map(peak -> new Metric.Exact("", peak, 1, "at one time"));
            case "conformance_violations" -> requestsPerMinute(run).map(this::conformance);
            case "served_of_allowed" -> requestsPerMinute(run).map(this::servedOfAllowed);
            default -> Optional.empty();
        };
    }

    /** Answers by what a bucket of one minute's requests lets through from the first plan to the last settling. */
    private Metric servedOfAllowed(double perMinute) {
        long started = 0;
        long ok = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Sample sample : run.samples()) {
            if (sample.operation() == Sample.Operation.CHAT) {
                started++;
                ok += sample.ok() ? 1 : 0;
                first = Math.min(first, sample.plannedNanos());
                last = Math.max(last, sample.settledAtNanos());
            }
        }
        double seconds = started == 0 ? 0 : (last - first) / 1e9;
        double allowed = Math.min((double) started, perMinute + perMinute / SECONDS_PER_MINUTE * seconds);
        return new Metric.Exact(
                "%",
                ok / allowed,
                started,
                Texts.count(ok) + " answers of the " + Texts.number(allowed) + " that the provider allows in "
                        + Texts.number(seconds) + " s");
    }

    private Optional<Long> count(String name) {
        return Optional.ofNullable(run.info().providerCounts().get(name));
    }

    private Metric rejected() {
        long rejected =
                run.provider().stream().filter(each -> each.status() == 429).count();
        int all = run.provider().size();
        return new Metric.Exact(
                "", rejected, all, Texts.count(rejected) + " of " + Texts.count(all) + " POSTs were refused with 429");
    }

    private Metric postsDifference() {
        long sent = run.info().sent().getOrDefault("chat", 0L);
        long posts = count("posts").orElse((long) run.provider().size());
        Posts found = Posts.of(run, posts, count("records_dropped").orElse(0L));
        return new Metric.Exact("", found.unexplained(), sent, found.statement(posts, sent));
    }

    /** The provider's limit, if it has one. */
    public static Optional<Double> requestsPerMinute(RunData run) {
        JsonNode provider = run.info().provider();
        JsonNode limit = provider == null ? null : provider.findValue("requests_per_minute");
        return limit == null || limit.asDouble() <= 0 ? Optional.empty() : Optional.of(limit.asDouble());
    }

    /** Arrivals held against a bucket of one minute's requests that is full at first and refills evenly. */
    private Metric conformance(double perMinute) {
        double[] arrivals = run.provider().stream()
                .mapToDouble(ProviderRecord::arrivedAtMs)
                .sorted()
                .toArray();
        double perMilli = perMinute / MILLIS_PER_MINUTE;
        double level = perMinute;
        long violations = 0;
        for (int i = 0; i < arrivals.length; i++) {
            level = i == 0 ? level : Math.min(perMinute, level + (arrivals[i] - arrivals[i - 1]) * perMilli);
            if (level + CLOCK_GRAIN_MILLIS * perMilli >= 1) {
                level--;
            } else {
                violations++;
            }
        }
        return new Metric.Exact(
                "",
                violations,
                arrivals.length,
                Texts.count(violations) + " of " + Texts.count(arrivals.length) + " arrivals above "
                        + Texts.number(perMinute) + " a minute");
    }
}
