package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
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
            case "success" -> Optional.of(success(scope));
            case "goodput_ratio" -> Optional.of(share(scope, run::good, "not good"));
            case "count" -> Optional.of(count(scope, Sample::ok, "succeeded"));
            case "started" -> Optional.of(count(scope, sample -> true, "started"));
            case "throughput" -> Optional.of(Rates.of(run, scope, Sample::ok, "succeeded"));
            case "goodput" -> Optional.of(Rates.of(run, scope, run::good, "were good"));
            case "design_effect" -> Optional.of(designEffect(scope));
            default -> Optional.empty();
        });
    }

    /**
     * Users sign in when they appear, which may be in the warm-up only. That is no reason to know nothing of it: then the
     * sign-ins of the whole run count.
     */
    private Metric success(Scope scope) {
        boolean signIns =
                scope.operation() == Operation.SESSION && scope.phase().isEmpty();
        if (!signIns || !offered(scope).isEmpty()) {
            return share(scope, Sample::ok, "failed");
        }
        List<Sample> all = run.samples().stream()
                .filter(sample -> sample.operation() == Operation.SESSION)
                .filter(sample -> sample.ok() || sample.failed())
                .toList();
        long failures = all.stream().filter(Sample::failed).count();
        return new Metric.Share(
                failures, all.size(), designEffect(all, Sample::ok), "failed in the whole run, none of them measured");
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
