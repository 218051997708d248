package dev.rapport.loadtest.analyse;

import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.ProviderMetrics;
import dev.rapport.loadtest.metrics.Recoveries;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.ScalingFit;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Quantity;
import dev.rapport.loadtest.record.ProviderRecord;
import dev.rapport.loadtest.report.Report.Point;
import dev.rapport.loadtest.report.Report.Recovery;
import dev.rapport.loadtest.report.Report.Recovery.RecoveryTime;
import dev.rapport.loadtest.report.Report.Scaling;
import dev.rapport.loadtest.report.Report.Staircase;
import dev.rapport.loadtest.stats.Usl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Throughput by level, recovery after a spike, and what a limited provider served. */
final class LevelCharts {
    private static final int STEPS = 40;
    private static final int POINTS_MAX = 500;
    private static final double MILLIS_PER_MINUTE = 60_000;

    private LevelCharts() {}

    /** Null without two levels. */
    static @Nullable Scaling scaling(RunData run) {
        ScalingFit scaling = new ScalingFit(run);
        List<ScalingFit.Level> levels = scaling.levels();
        if (levels.size() < 2) {
            return null;
        }
        double first = levels.getFirst().level();
        double last = levels.getLast().level();
        double each = levels.getFirst().perSecond() / first;
        return new Scaling(
                scaling.unit(),
                levels.stream()
                        .map(level -> new Point(level.level(), level.perSecond()))
                        .toList(),
                curve(scaling, first, last, (usl, n) -> usl.at(n)),
                curve(scaling, first, last, (usl, n) -> usl.bandAt(n).low()),
                curve(scaling, first, last, (usl, n) -> usl.bandAt(n).high()),
                List.of(new Point(first, each * first), new Point(last, each * last)),
                scaling.statement());
    }

    private static List<Point> curve(
            ScalingFit scaling, double from, double to, ToDoubleBiFunction<Usl, Double> value) {
        List<Point> points = new ArrayList<>();
        scaling.fit().ifPresent(usl -> {
            for (int i = 0; i <= STEPS; i++) {
                double n = from + (to - from) * i / STEPS;
                points.add(new Point(n, value.applyAsDouble(usl, n)));
            }
        });
        return points;
    }

    /** Null if no phase is about recovery. */
    static @Nullable Recovery recovery(Measurements measurements) {
        RunData run = measurements.run();
        Recoveries recoveries = new Recoveries(run, measurements.distributions());
        if (recoveries.phase().isEmpty()) {
            return null;
        }
        List<RecoveryTime> times = new ArrayList<>();
        for (String name : List.of("p95", "success", "throughput", "heap")) {
            recoveries.of(name).ifPresent(result -> {
                OptionalDouble seconds = result.seconds();
                times.add(new RecoveryTime(
                        result.what(),
                        seconds.isPresent() ? seconds.getAsDouble() : null,
                        limitSeconds(run, "recovery." + name)));
            });
        }
        return new Recovery(recoveries.phase().get().startNanos() / 1e9, times);
    }

    private static double limitSeconds(RunData run, String metric) {
        var limits = run.profile().limits();
        return Stream.of(limits.strict(), limits.beat(), limits.seed())
                .flatMap(List::stream)
                .filter(limit -> limit.metric().equals(metric))
                .map(Limit::max)
                .filter(max -> max != null)
                .mapToDouble(LevelCharts::seconds)
                .findFirst()
                .orElse(0);
    }

    private static double seconds(Quantity time) {
        return time.unit().equals("ms") ? time.value() / 1e3 : time.value();
    }

    /** Null if the provider has no limit, or had no request. */
    static @Nullable Staircase staircase(RunData run) {
        double perMinute = ProviderMetrics.requestsPerMinute(run).orElse(0.0);
        List<ProviderRecord> records = run.provider().stream()
                .sorted(Comparator.comparingLong(ProviderRecord::arrivedAtMs))
                .toList();
        if (perMinute == 0 || records.isEmpty()) {
            return null;
        }
        long start = run.info().startedAt().toEpochMilli();
        List<Point> served = steps(records, start, record -> record.status() != 429);
        List<Point> refused = steps(records, start, record -> record.status() == 429);
        double first = (records.getFirst().arrivedAtMs() - start) / 1e3;
        double last = (records.getLast().arrivedAtMs() - start) / 1e3;
        /* A full bucket at the first request, and what flows into it since. */
        List<Point> allowed = List.of(
                new Point(first, perMinute),
                new Point(last, perMinute + (last - first) * 1e3 * perMinute / MILLIS_PER_MINUTE));
        return new Staircase(served, allowed, refused);
    }

    private static List<Point> steps(List<ProviderRecord> records, long start, Predicate<ProviderRecord> which) {
        List<Point> points = new ArrayList<>();
        for (ProviderRecord record : records) {
            if (which.test(record)) {
                points.add(new Point((record.arrivedAtMs() - start) / 1e3, points.size() + 1.0));
            }
        }
        return Numbers.thin(points, POINTS_MAX);
    }
}
