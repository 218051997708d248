package dev.rapport.loadtest.metrics;

import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.stats.Interval;
import dev.rapport.loadtest.stats.Usl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Throughput of successes by level, and the law that fits it. Levels of one kind only: the first that the run had, so that
 * numbers of users are not mixed with rates of a search. Used by one thread: it remembers.
 */
public final class ScalingFit {
    /** Of the bootstrap; as many as for the quantiles. */
    private static final int RESAMPLES = 2_000;

    private final RunData run;
    private final String unit;
    private final List<Level> levels;
    private @Nullable Usl fit;

    /**
     * One point of the curve.
     *
     * @param perSecond successes, chats only
     * @param count of them
     */
    public record Level(PhaseRecord phase, double level, double perSecond, long count) {}

    public ScalingFit(RunData run) {
        this.run = run;
        this.unit = run.measured().stream()
                .map(phase -> unit(run, phase))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
        this.levels = run.measured().stream()
                .filter(phase -> !unit.isEmpty() && unit(run, phase).equals(unit))
                .sorted(Comparator.comparingDouble(PhaseRecord::level))
                .map(this::level)
                .toList();
    }

    /** What the phase's level counts; empty if it is no load, such as the size of a message. */
    private static String unit(RunData run, PhaseRecord phase) {
        if (phase.level() <= 0) {
            return "";
        }
        for (Profile.Phase planned : run.profile().phases()) {
            if (planned.name().equals(phase.name())) {
                SystemSetup system = planned.system();
                Profile.Closed closed = planned.closed();
                if (system != null && system.instances() == phase.level()) {
                    return "instances";
                }
                if (closed != null && closed.users() != phase.level()) {
                    return "";
                }
            }
        }
        return phase.model().equals("open") ? "requests/s" : "users";
    }

    /**
     * Why levels above this one show nothing of the service: instances beyond the machine's cores share them (LOADTEST 8.1).
     * Infinite if the levels are no instances; 0 if nobody knows how many cores there are.
     */
    public double cores() {
        if (!unit.equals("instances")) {
            return Double.POSITIVE_INFINITY;
        }
        String cores = run.info().provenance().getOrDefault("cores", "");
        return cores.matches("\\d{1,4}") ? Double.parseDouble(cores) : 0;
    }

    /** Says so of this level; empty if it is within the cores. */
    public Optional<String> beyondCores(double level) {
        double cores = cores();
        return level <= cores
                ? Optional.empty()
                : Optional.of(Texts.number(level) + " instances on "
                        + (cores == 0 ? "nobody knows how many" : Texts.number(cores))
                        + " cores share them, so this says nothing of instances with cores of their own");
    }

    /** What the levels count: {@code users}, {@code requests/s} or {@code instances}; empty if there are none. */
    public String unit() {
        return unit;
    }

    private Level level(PhaseRecord phase) {
        long end = run.workEndNanos(phase);
        long count = run.samples(Scope.chatsOf(phase)).stream()
                .filter(sample -> sample.ok() && sample.settledAtNanos() <= end)
                .count();
        return new Level(phase, phase.level(), count / ((end - phase.startNanos()) / 1e9), count);
    }

    /** Ascending. */
    public List<Level> levels() {
        return levels;
    }

    /** Empty below four levels of 1 or more, or if nothing succeeded. */
    public Optional<Usl> fit() {
        if (fit == null
                && levels.size() >= Usl.POINTS_MIN
                && levels.getFirst().level() >= 1
                && levels.stream().anyMatch(level -> level.perSecond() > 0)) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom")
                    .create(run.info().seed());
            fit = Usl.fit(
                    levels.stream().mapToDouble(Level::level).toArray(),
                    levels.stream().mapToDouble(Level::perSecond).toArray(),
                    RESAMPLES,
                    random);
        }
        return Optional.ofNullable(fit);
    }

    /** Throughput by that of the least level in proportion; empty for a level that there was not. */
    public Optional<Double> efficiency(double wanted) {
        return levels.stream()
                .filter(level -> level.level() == wanted)
                .map(level -> level.perSecond()
                        / (levels.getFirst().perSecond()
                                * level.level()
                                / levels.getFirst().level()))
                .findFirst();
    }

    /** What the fit says and where the processors end, for people. */
    public String statement() {
        List<String> parts = new ArrayList<>();
        fit().ifPresentOrElse(
                        usl -> parts.add(String.format(
                                Locale.ROOT,
                                "X(N) = %.3g N / (1 + %.3g (N - 1) + %.3g N (N - 1)); sigma %s, kappa %s (95 %%), R2 %.4f; 80 %% of"
                                        + " linear up to N = %s, most at N = %s",
                                usl.lambda(),
                                usl.sigma(),
                                usl.kappa(),
                                range(usl.sigmaInterval()),
                                range(usl.kappaInterval()),
                                usl.r2(),
                                Texts.number(usl.linearLimit()),
                                Texts.number(usl.peakN()))),
                        () -> parts.add(
                                "No fit: it takes " + Usl.POINTS_MIN + " levels, and there are " + levels.size()));
        ceiling().ifPresent(parts::add);
        if (!levels.isEmpty()) {
            beyondCores(levels.getLast().level()).ifPresent(parts::add);
        }
        return String.join(". ", parts) + ".";
    }

    private static String range(Interval interval) {
        return String.format(Locale.ROOT, "%.3g to %.3g", interval.low(), interval.high());
    }

    /** The utilisation law: throughput cannot grow by more than what is left of the processors at the least level. */
    private Optional<String> ceiling() {
        String cores = run.info().provenance().getOrDefault("cores", "");
        if (levels.isEmpty() || !cores.matches("\\d{1,4}") || levels.getFirst().perSecond() == 0) {
            return Optional.empty();
        }
        PhaseRecord first = levels.getFirst().phase();
        double cpu = run.growth(run.sources(), Gauge.CPU, List.of(first)).orElse(0);
        double used = cpu / first.seconds() / Integer.parseInt(cores);
        return used <= 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Utilisation law: %.0f %% of %s cores at N = %s, so at most %s/s on this machine",
                        100 * used,
                        cores,
                        Texts.number(first.level()),
                        Texts.number(levels.getFirst().perSecond() / used)));
    }
}
