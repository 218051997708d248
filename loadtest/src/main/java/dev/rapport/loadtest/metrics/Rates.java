package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.BlockBootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many a second, and by how much that scatters from block to block. Phases may run at different levels, so blocks are
 * compared within their phase only (Cochran: Sampling Techniques, 1977, chapter 5: stratified sampling). Pure.
 */
final class Rates {
    /** A scatter takes two. */
    private static final long BLOCKS_OF_PHASE_MIN = 2;

    private Rates() {}

    /** Those that settled while the phase worked, by that time; so it cannot exceed what was offered. */
    static Metric.Rate of(RunData run, Scope scope, Predicate<Sample> which, String what) {
        List<PhaseRecord> phases = run.phases(scope).stream()
                .filter(phase -> run.workEndNanos(phase) > phase.startNanos())
                .toList();
        long blocksMin =
                Math.max(BLOCKS_OF_PHASE_MIN, Math.ceilDiv(BlockBootstrap.BLOCKS_MIN, Math.max(1, phases.size())));
        long count = 0;
        double variance = 0;
        long freedom = 0;
        for (PhaseRecord phase : phases) {
            long[] counts = counts(run, new Scope(scope.operation(), phase.name()), phase, which, blocksMin);
            count += Arrays.stream(counts).sum();
            variance += counts.length * variance(counts);
            freedom += counts.length - 1;
        }
        double seconds = run.workSeconds(scope);
        return new Metric.Rate(
                "/s",
                count,
                seconds,
                seconds == 0 ? Double.NaN : Math.sqrt(variance) / seconds,
                freedom,
                run.samples(scope).size(),
                Texts.count(count) + " " + what + " in " + Texts.number(seconds) + " s");
    }

    /** Of each block of the phase, which are as long as one another: 10 s, or shorter so that there are enough of them. */
    private static long[] counts(RunData run, Scope scope, PhaseRecord phase, Predicate<Sample> which, long blocksMin) {
        long start = phase.startNanos();
        long length = run.workEndNanos(phase) - start;
        long[] counts = new long[(int) Math.max(blocksMin, length / RunData.BLOCK_NANOS)];
        for (Sample sample : run.samples(scope)) {
            long after = sample.settledAtNanos() - start;
            if (after <= length && which.test(sample)) {
                int block = (int) ((double) after / length * counts.length);
                counts[Math.clamp(block, 0, counts.length - 1)]++;
            }
        }
        return counts;
    }

    private static double variance(long[] counts) {
        double mean = Arrays.stream(counts).average().orElse(0);
        return Arrays.stream(counts)
                        .mapToDouble(count -> (count - mean) * (count - mean))
                        .sum()
                / (counts.length - 1);
    }
}
