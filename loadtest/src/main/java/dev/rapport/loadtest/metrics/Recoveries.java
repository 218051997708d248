package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.stats.ChangePoint;
import dev.rapport.loadtest.stats.Recovery;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How soon after a disturbance things are as they should be. The disturbance ends where the first phase of kind {@code
 * recovery} begins. What should be is what the profile says of its recovery, or else its strict limit, or else the level
 * before the disturbance with an allowance.
 */
public final class Recoveries {
    /** What a level may be worse than before. */
    private static final double ALLOWANCE = 0.1;

    /** Successes a second scatter like a Poisson count, so a window may be this many standard deviations below. */
    private static final double DEVIATIONS = 3;

    /** Good windows that must follow the last bad one: one good second is chance. */
    private static final int STAY = 3;

    private static final long WINDOW_NANOS = 1_000_000_000L;

    /**
     * Successes that a window of throughput should hold. Three standard deviations of 30 are 16, so a window with fewer than
     * 14 is bad; with 9 or fewer, no window could be bad, not even of a service that is dead.
     */
    private static final double SUCCESSES_EACH = 30;

    private final RunData run;
    private final Distributions distributions;

    public Recoveries(RunData run, Distributions distributions) {
        this.run = run;
        this.distributions = distributions;
    }

    /**
     * A recovery.
     *
     * @param what such as {@code p95 of E2E <= 230 ms}
     * @param seconds after the disturbance's end until the last window that broke it was over; empty if it did not come to
     *     that
     * @param changed seconds after the disturbance's end at which the windows' mean changes, by {@link ChangePoint}; empty if
     *     it does not, or a window was without end
     */
    public record Result(String what, OptionalDouble seconds, OptionalDouble changed) {}

    /** The first recovery phase. */
    public Optional<PhaseRecord> phase() {
        return run.info().phases().stream()
                .filter(phase -> phase.kind() == PhaseRecord.Kind.RECOVERY)
                .findFirst();
    }

    /**
     * One recovery by name.
     *
     * @param name {@code p95}, {@code success}, {@code throughput} or {@code heap}
     * @return empty if there was no disturbance, or nothing to compare with
     */
    public Optional<Result> of(String name) {
        return phase().flatMap(recovery -> switch (name) {
            case "p95" -> p95(recovery);
            case "success" -> success(recovery);
            case "throughput" -> throughput(recovery);
            case "heap" -> heap(recovery);
            default -> Optional.empty();
        });
    }

    /**
     * The last measured phase under the same load as the recovery's: only like can be as before. If there is none, the
     * measured phase two before: the one between is the disturbance. A warm-up is never it, as a service that is not warm
     * says little of how it should be.
     */
    private Optional<PhaseRecord> before(PhaseRecord recovery) {
        List<PhaseRecord> loaded = run.measured().stream()
                .filter(phase -> phase.endNanos() <= recovery.startNanos())
                .toList();
        return loaded.reversed().stream()
                .filter(phase ->
                        phase.model().equals(recovery.model()) && phase.load().equals(recovery.load()))
                .findFirst()
                .or(() -> loaded.size() < 2 ? Optional.empty() : Optional.of(loaded.get(loaded.size() - 2)));
    }

    private static Optional<Double> said(@Nullable Quantity quantity) {
        return Optional.ofNullable(quantity).map(Quantity::value);
    }

    private Optional<Result> p95(PhaseRecord recovery) {
        Optional<Double> limit = said(run.profile().recovery().p95())
                .or(() -> strict("chat.e2e.p95", Limit::max))
                .or(() -> before(recovery)
                        .map(phase -> distributions
                                .of(Scope.chatsOf(phase), Measure.E2E)
                                .quantile(0.95))
                        .filter(Double::isFinite)
                        .map(level -> level * (1 + ALLOWANCE)));
        return limit.map(max ->
                result("p95 of E2E <= " + Texts.number(max) + " ms", recovery, planned(recovery, true), max, true));
    }

    private Optional<Result> success(PhaseRecord recovery) {
        Optional<Double> limit = said(run.profile().recovery().success())
                .or(() -> strict("chat.success", Limit::min))
                .or(() -> before(recovery)
                        .map(phase -> run.samples(Scope.chatsOf(phase)))
                        .filter(samples -> !samples.isEmpty())
                        .map(samples -> (1 - ALLOWANCE)
                                * samples.stream().filter(Sample::ok).count()
                                / samples.size()));
        return limit.map(
                min -> result("success >= " + Texts.percent(min), recovery, planned(recovery, false), min, false));
    }

    /** Empty if there was so little before that even a window without any success would not be less. */
    private Optional<Result> throughput(PhaseRecord recovery) {
        return before(recovery).flatMap(phase -> {
            double level = run.samples(Scope.chatsOf(phase)).stream()
                            .filter(sample -> sample.ok() && sample.settledAtNanos() <= phase.endNanos())
                            .count()
                    / phase.seconds();
            int seconds = throughputWindow(level, recovery.seconds());
            double expected = level * seconds;
            double min = expected - Math.max(ALLOWANCE * expected, DEVIATIONS * Math.sqrt(expected));
            if (!(min > 0)) {
                return Optional.empty();
            }
            String what = "throughput >= " + Texts.number(min / seconds) + "/s"
                    + (seconds == 1 ? "" : " in windows of " + seconds + " s");
            return Optional.of(result(what, recovery, settled(recovery, seconds), min, false));
        });
    }

    /** Whole seconds, so that enough successes are expected in each, unless the phase is too short for so long ones. */
    private static int throughputWindow(double perSecond, double phaseSeconds) {
        double wanted = Math.ceil(SUCCESSES_EACH / perSecond);
        return (int) Math.max(1, Math.min(wanted, Math.floor(phaseSeconds / STAY)));
    }

    private Optional<Result> heap(PhaseRecord recovery) {
        return before(recovery).flatMap(phase -> {
            Series base = heapCurve(phase);
            Series after = heapCurve(recovery);
            if (base.n() == 0 || after.n() == 0) {
                return Optional.empty();
            }
            double level = base.mean();
            double max = level * (1 + ALLOWANCE);
            return Optional.of(result("heap <= " + Texts.number(max / 1e6) + " MB", recovery, after, max, true));
        });
    }

    /** @param windows values in order, whose block is the second since the phase's start with which the window begins */
    private static Result result(String what, PhaseRecord recovery, Series windows, double limit, boolean below) {
        double start = recovery.startNanos() / 1e9;
        double[] seconds = Arrays.stream(windows.blocks())
                .mapToDouble(window -> start + window)
                .toArray();
        boolean finite = windows.finite() == windows.n();
        OptionalInt change = finite ? ChangePoint.of(windows.values()) : OptionalInt.empty();
        return new Result(
                what,
                Recovery.secondsAfter(seconds, windows.values(), start, limit, below, STAY),
                change.isPresent() ? OptionalDouble.of(windows.blocks()[change.getAsInt()]) : OptionalDouble.empty());
    }

    private Optional<Double> strict(String metric, Function<Limit, @Nullable Quantity> side) {
        for (Limit limit : run.profile().limits().strict()) {
            Quantity quantity = side.apply(limit);
            if (limit.metric().equals(metric) && quantity != null) {
                return Optional.of(quantity.value());
            }
        }
        return Optional.empty();
    }

    /** By the second of the plan; a second in which nothing was asked says nothing and is left out. */
    private Series planned(PhaseRecord phase, boolean p95) {
        int windows = windows(phase);
        Series.Builder[] e2e = new Series.Builder[windows];
        for (int i = 0; i < windows; i++) {
            e2e[i] = new Series.Builder();
        }
        for (Sample sample : run.samples(Scope.chatsOf(phase))) {
            int window = (int) ((sample.plannedNanos() - phase.startNanos()) / WINDOW_NANOS);
            if (window >= 0 && window < windows) {
                Measure.E2E.read(run, sample, millis -> e2e[window].add(millis, 0));
            }
        }
        Series.Builder values = new Series.Builder();
        for (int i = 0; i < windows; i++) {
            Series each = e2e[i].build();
            if (each.n() > 0) {
                values.add(p95 ? each.quantile(0.95) : (double) each.finite() / each.n(), i);
            }
        }
        return values.build();
    }

    private static int windows(PhaseRecord phase) {
        return (int) Math.ceilDiv(phase.endNanos() - phase.startNanos(), WINDOW_NANOS);
    }

    /** Successes by the window in which they settled; what is left of the phase behind the last whole window is left out. */
    private Series settled(PhaseRecord phase, int windowSeconds) {
        long each = windowSeconds * WINDOW_NANOS;
        double[] counts = new double[(int) Math.floorDiv(phase.endNanos() - phase.startNanos(), each)];
        for (Sample sample : run.samples(new Scope(Sample.Operation.CHAT, phase.name()))) {
            long window = Math.floorDiv(sample.settledAtNanos() - phase.startNanos(), each);
            if (sample.ok() && window >= 0 && window < counts.length) {
                counts[(int) window]++;
            }
        }
        Series.Builder values = new Series.Builder();
        for (int i = 0; i < counts.length; i++) {
            values.add(counts[i], i * windowSeconds);
        }
        return values.build();
    }

    /** The heap of all instances together, by the readings of the first; live if that was measured. */
    private Series heapCurve(PhaseRecord phase) {
        List<String> sources = run.serviceSources().stream()
                .filter(source -> !run.gauges(source, Gauge.HEAP_USED).isEmpty())
                .toList();
        Series.Builder values = new Series.Builder();
        for (int window = 0; window < windows(phase); window++) {
            long from = phase.startNanos() + window * WINDOW_NANOS;
            double sum = 0;
            boolean all = !sources.isEmpty();
            for (String source : sources) {
                OptionalDouble least = within(source, from, from + WINDOW_NANOS);
                all &= least.isPresent();
                sum += least.orElse(0);
            }
            if (all) {
                values.add(sum, window);
            }
        }
        return values.build();
    }

    private OptionalDouble within(String source, long from, long to) {
        return run.gauges(source, Gauge.HEAP_USED).stream()
                .filter(each -> each.atNanos() >= from && each.atNanos() < to)
                .mapToDouble(Gauge::value)
                .min();
    }
}
