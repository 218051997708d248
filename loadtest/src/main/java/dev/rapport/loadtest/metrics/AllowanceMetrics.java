package dev.rapport.loadtest.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * {@code provider[@PHASE].used_of_allowed.(requests|tokens)} and {@code provider[@PHASE].posts_per_request}.
 *
 * <p>Allowed is what the provider's bucket held at the phase's start (it was full at the run's, and all records since then are
 * replayed against it) and what it gained until the phase's end. Used is what the requests cost that arrived in the phase and
 * were not refused. What ran over while the bucket was full was allowed and not used, and so was what is left in it at the end;
 * so a phase must have demand from its first moment to its last.
 */
final class AllowanceMetrics implements Family {
    private static final String USED = "used_of_allowed.";
    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final RunData run;

    AllowanceMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (!name.scope().equals("provider") || run.info().provider() == null) {
            return Optional.empty();
        }
        Scope scope = new Scope(Operation.CHAT, name.phase());
        return switch (name.rest()) {
            case USED + "requests" -> used(scope, "requests", record -> 1);
            case USED + "tokens" -> used(scope, "tokens", ProviderRecord::costTokens);
            case "posts_per_request" -> perRequest(scope);
            default -> Optional.empty();
        };
    }

    private Optional<Metric> used(Scope scope, String what, ToDoubleFunction<ProviderRecord> cost) {
        JsonNode provider = run.info().provider();
        JsonNode limit = provider == null ? null : provider.findValue(what + "_per_minute");
        if (limit == null || limit.asDouble() <= 0) {
            return Optional.empty();
        }
        List<ProviderRecord> admitted = run.provider().stream()
                .filter(ProviderRecord::admitted)
                .sorted(Comparator.comparingLong(ProviderRecord::arrivedAtMs))
                .toList();
        double allowed = 0;
        double used = 0;
        double left = 0;
        for (PhaseRecord phase : run.phases(scope)) {
            double from = wallMillis(phase.startNanos());
            double to = wallMillis(phase.endNanos());
            Bucket bucket = new Bucket(limit.asDouble(), wallMillis(0));
            for (ProviderRecord record : admitted) {
                if (record.arrivedAtMs() < from) {
                    bucket.take(cost.applyAsDouble(record), (double) record.arrivedAtMs());
                }
            }
            allowed += bucket.levelAt(from) + (to - from) * limit.asDouble() / MILLIS_PER_MINUTE;
            for (ProviderRecord record : admitted) {
                if (record.arrivedAtMs() >= from && record.arrivedAtMs() < to) {
                    bucket.take(cost.applyAsDouble(record), (double) record.arrivedAtMs());
                    used += cost.applyAsDouble(record);
                }
            }
            left += bucket.levelAt(to);
        }
        return Optional.of(new Metric.Exact(
                "%",
                used / allowed,
                admitted.size(),
                Texts.number(used) + " " + what + " of the " + Texts.number(allowed) + " that the provider allows, "
                        + Texts.number(left) + " left at the end"));
    }

    private double wallMillis(long nanos) {
        return run.info().startedAt().toEpochMilli() + nanos / NANOS_PER_MILLI;
    }

    /** Every attempt counts, also those by which the service finds out whether a provider is well again. */
    private Optional<Metric> perRequest(Scope scope) {
        List<Sample> chats = run.samples(scope);
        if (chats.isEmpty()) {
            return Optional.empty();
        }
        long posts =
                chats.stream().mapToLong(chat -> run.attemptsOf(chat).size()).sum();
        return Optional.of(new Metric.Exact(
                "",
                (double) posts / chats.size(),
                chats.size(),
                Texts.count(posts) + " POSTs at the provider for " + Texts.count(chats.size()) + " requests"));
    }

    /** The provider's, as its arithmetic has it. */
    private static final class Bucket {
        private final double perMinute;
        private double level;
        private double asOfMillis;

        /** A full one. */
        Bucket(double perMinute, double nowMillis) {
            this.perMinute = perMinute;
            this.level = perMinute;
            this.asOfMillis = nowMillis;
        }

        void take(double amount, double nowMillis) {
            level = levelAt(nowMillis) - amount;
            asOfMillis = Math.max(asOfMillis, nowMillis);
        }

        double levelAt(double nowMillis) {
            double gained = Math.max(0, nowMillis - asOfMillis) * perMinute / MILLIS_PER_MINUTE;
            return Math.min(perMinute, level + gained);
        }
    }
}
