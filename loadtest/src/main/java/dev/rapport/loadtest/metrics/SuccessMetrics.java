package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.DesignEffect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code OPERATION.(success|count|started|throughput|goodput|goodput_ratio|design_effect)} and {@code blocks.success}.
 * What was left on purpose is neither a success nor a failure, and not counted as offered.
 */
final class SuccessMetrics implements Family {
    private final RunData run;

    SuccessMetrics(RunData run) {
        this.run = run;
    }

    @Override
    public Optional<Metric> find(MetricName name) {
        if (name.is("blocks.success")) {
            return Optional.of(blocks());
        }
        return name.samples().flatMap(scope -> switch (name.rest()) {
            case "success" -> Optional.of(share(scope, Sample::ok, "failed"));
            case "goodput_ratio" -> Optional.of(share(scope, run::good, "not good"));
            case "count" -> Optional.of(count(scope, Sample::ok, "succeeded"));
            case "started" -> Optional.of(count(scope, sample -> true, "started"));
            case "throughput" -> Optional.of(rate(scope, Sample::ok, "succeeded"));
            case "goodput" -> Optional.of(rate(scope, run::good, "were good"));
            case "design_effect" -> Optional.of(designEffect(scope));
            default -> Optional.empty();
        });
    }

    private Metric share(Scope scope, Predicate<Sample> success, String failed) {
        List<Sample> offered = offered(scope);
        long failures = offered.stream().filter(success.negate()).count();
        return new Metric.Share(failures, offered.size(), designEffect(offered, success), failed);
    }

    private List<Sample> offered(Scope scope) {
        return run.samples(scope).stream()
                .filter(sample -> sample.ok() || sample.failed())
                .toList();
    }

    private Metric count(Scope scope, Predicate<Sample> which, String what) {
        List<Sample> samples = run.samples(scope);
        long count = samples.stream().filter(which).count();
        return new Metric.Exact(
                "", count, samples.size(), Texts.count(count) + " of " + Texts.count(samples.size()) + " " + what);
    }

    /** Those that settled while the phase worked, by that time; so it cannot exceed what was offered. */
    private Metric rate(Scope scope, Predicate<Sample> which, String what) {
        double seconds = run.workSeconds(scope);
        long count = 0;
        for (var phase : run.phases(scope)) {
            long end = run.workEndNanos(phase);
            count += run.samples(new Scope(scope.operation(), phase.name())).stream()
                    .filter(sample -> sample.settledAtNanos() <= end && which.test(sample))
                    .count();
        }
        return new Metric.Exact(
                "/s",
                seconds == 0 ? Double.NaN : count / seconds,
                count,
                Texts.count(count) + " " + what + " in " + Texts.number(seconds) + " s");
    }

    private Metric designEffect(Scope scope) {
        double effect = designEffect(offered(scope), Sample::ok);
        return new Metric.Exact("", effect, offered(scope).size(), "failures in blocks of 10 s against failures alone");
    }

    /** How much failures cluster in blocks of 10 s; 1 or more. */
    static double designEffect(List<Sample> offered, Predicate<Sample> success) {
        Map<Integer, long[]> blocks = blocks(offered, success);
        long[] failed = blocks.values().stream().mapToLong(block -> block[0]).toArray();
        long[] total = blocks.values().stream().mapToLong(block -> block[1]).toArray();
        return total.length < 2 ? 1 : DesignEffect.of(failed, total);
    }

    private static Map<Integer, long[]> blocks(List<Sample> offered, Predicate<Sample> success) {
        Map<Integer, long[]> blocks = new TreeMap<>();
        for (Sample sample : offered) {
            long[] block = blocks.computeIfAbsent(RunData.block(sample), key -> new long[2]);
            block[0] += success.test(sample) ? 0 : 1;
            block[1]++;
        }
        return blocks;
    }

    /** Each block of 10 s is one try, and failed if any chat in it did. */
    private Metric blocks() {
        Map<Integer, long[]> blocks = blocks(offered(Scope.CHATS), Sample::ok);
        long failed = blocks.values().stream().filter(block -> block[0] > 0).count();
        return new Metric.Share(failed, blocks.size(), 1, "blocks of 10 s had a failure");
    }
}
