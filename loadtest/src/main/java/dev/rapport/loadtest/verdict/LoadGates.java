package dev.rapport.loadtest.verdict;

import dev.rapport.loadtest.metrics.Measure;
import dev.rapport.loadtest.metrics.Measurements;
import dev.rapport.loadtest.metrics.RunData;
import dev.rapport.loadtest.metrics.RunData.Scope;
import dev.rapport.loadtest.metrics.Series;
import dev.rapport.loadtest.metrics.StreamCheck;
import dev.rapport.loadtest.metrics.Texts;
import dev.rapport.loadtest.metrics.Windows;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.stats.MannKendall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the load was what was planned. */
final class LoadGates {
    /** A request that leaves later than this after its plan says more about the harness than about the service. */
    private static final double DISPATCH_P99_MILLIS_MAX = 5;

    /** Nor may lateness make up more than this of a latency that is judged. */
    private static final double DISPATCH_SHARE_MAX = 0.02;

    /** An open connection is handed over within one turn of the event loop. */
    private static final double CONNECTION_P99_MILLIS_MAX = 2;

    private static final double ACHIEVED_MIN = 0.99;

    /** A trend that chance makes once in a hundred runs... */
    private static final double TREND_P_MIN = 0.01;

    /** ...and that makes the halves of the run differ by more than this. */
    private static final double HALVES_DIFFER_MAX = 0.1;

    /** Of twelve windows some may be empty; fewer than this show no trend. */
    private static final int WINDOWS_MIN = 6;

    /** What holds back more than half of the time in which the provider streams makes streaming a pretence (LOADTEST 7). */
    private static final double STREAMED_MIN = 0.5;

    /** A quantile or the mean of E2E, of all chats or of one phase's. */
    private static final Pattern E2E = Pattern.compile("chat(?:@(.+))?\\.e2e\\.(p\\d{2,6}|mean)");

    /** Metrics that mean the same at any speed. */
    private static final List<String> PACELESS = List.of(
            "faults.",
            "chat.integrity.",
            "answers.",
            "provider.",
            "queue.order.",
            "chat.retry_after.",
            "system.restarts");

    /** Never left the harness, though not by its fault. */
    private static final Set<String> NO_CONNECTION = Set.of("refused", "connect-timeout");

    private LoadGates() {}

    static List<Gate> of(Measurements measurements) {
        RunData run = measurements.run();
        List<Gate> gates = new ArrayList<>();
        long chats = run.samples(Scope.CHATS).size();
        gates.add(new Gate("something was measured", chats > 0, Texts.count(chats) + " chats", "1 chat or more"));
        Series dispatch = measurements.distributions().of(Scope.CHATS, Measure.DISPATCH);
        if (dispatch.n() > 0) {
            double p99 = dispatch.quantile(0.99);
            gates.add(new Gate(
                    "dispatch delay p99", p99 <= DISPATCH_P99_MILLIS_MAX, Texts.number(p99) + " ms", "<= 5 ms"));
            gates.addAll(shares(measurements));
            gates.add(connections(run));
        }
        streams(run).ifPresent(gates::add);
        achieved(run).ifPresent(gates::add);
        if (judgesPace(run) && !varies(run)) {
            stationary(run).ifPresent(gates::add);
        }
        return gates;
    }

    /**
     * Faults found, tokens put right, how chats ended and what a provider was sent count the same in a service that is still
     * warming up, or behind a line that is filling; all else does not.
     */
    private static boolean judgesPace(RunData run) {
        List<Limit> judged = limits(run).toList();
        return judged.isEmpty()
                || judged.stream().anyMatch(limit -> PACELESS.stream().noneMatch(limit.metric()::startsWith));
    }

    private static Stream<Limit> limits(RunData run) {
        var limits = run.profile().limits();
        return Stream.of(limits.seed(), limits.beat(), limits.strict()).flatMap(List::stream);
    }

    /** Lateness against each figure of E2E that is judged, by the strictest limit: of all chats, and of single phases. */
    private static List<Gate> shares(Measurements measurements) {
        TreeMap<String, Double> strictest = new TreeMap<>();
        for (Limit limit : limits(measurements.run()).toList()) {
            if (E2E.matcher(limit.metric()).matches() && limit.max() != null) {
                strictest.merge(limit.metric(), limit.max().value(), Math::min);
            }
        }
        return strictest.entrySet().stream()
                .flatMap(entry -> measurements.find(entry.getKey().replace(".e2e.", ".dispatch.")).stream()
                        .filter(delay -> delay.n() > 0)
                        .map(delay -> share(entry.getKey(), delay.value(), entry.getValue())))
                .toList();
    }

    private static Gate share(String metric, double delay, double limit) {
        Matcher parts = E2E.matcher(metric);
        String phase = parts.matches() && parts.group(1) != null ? " of " + parts.group(1) : "";
        String statistic = metric.substring(metric.lastIndexOf('.') + 1);
        double max = DISPATCH_SHARE_MAX * limit;
        return new Gate(
                "dispatch delay " + statistic + phase + " against its limit",
                delay <= max,
                Texts.number(delay) + " ms",
                "<= " + Texts.number(max) + " ms, 2 % of " + Texts.number(limit) + " ms");
    }

    private static Optional<Gate> streams(RunData run) {
        Series seen = StreamCheck.seen(run);
        double median = seen.quantile(0.5);
        return seen.n() == 0
                ? Optional.empty()
                : Optional.of(new Gate(
                        "answers stream",
                        median >= STREAMED_MIN,
                        "clients see " + Texts.percent(median)
                                + " of the time in which the provider streams (median of " + Texts.count(seen.n())
                                + ")",
                        ">= 50 %"));
    }

    private static Gate connections(RunData run) {
        Series.Builder waits = new Series.Builder();
        run.samples(Scope.CHATS).stream()
                .filter(sample -> sample.times().sent() >= 0 && sample.times().begun() >= 0)
                .forEach(sample ->
                        waits.add((sample.times().sent() - sample.times().begun()) / 1e6, 0));
        Series series = waits.build();
        double p99 = series.quantile(0.99);
        return new Gate(
                "wait for a client connection p99",
                series.n() == 0 || p99 <= CONNECTION_P99_MILLIS_MAX,
                Texts.number(p99) + " ms",
                "<= 2 ms");
    }

    /** Open phases only: closed users are as slow as the service. */
    private static Optional<Gate> achieved(RunData run) {
        long planned = 0;
        long sent = 0;
        double offered = 0;
        for (PhaseRecord phase : run.measured()) {
            if (phase.model().equals("open")) {
                List<Sample> chats = run.samples(Scope.chatsOf(phase));
                planned += chats.size();
                sent += chats.stream()
                        .filter(each -> each.times().sent() >= 0 || NO_CONNECTION.contains(each.outcome()))
                        .count();
                offered += phase.offeredPerSecond() * phase.seconds();
            }
        }
        if (planned == 0 && offered == 0) {
            return Optional.empty();
        }
        /* How many arrive by chance scatters like a Poisson count; four standard deviations are not chance. */
        double least = Math.max((double) planned, offered - 4 * Math.sqrt(offered));
        double ratio = least <= 0 ? 0 : sent / least;
        return Optional.of(new Gate(
                "achieved by offered",
                ratio >= ACHIEVED_MIN,
                Texts.percent(ratio) + " (" + Texts.count(sent) + " of " + Texts.count(planned)
                        + " planned; rate by length " + Texts.number(offered) + ")",
                ">= 99 %"));
    }

    /** Whether the profile changes the load, so that things must change. */
    private static boolean varies(RunData run) {
        Set<String> loads = run.measured().stream()
                .map(phase -> phase.level() + " " + phase.load())
                .collect(Collectors.toSet());
        return loads.size() > 1
                || run.measured().stream().anyMatch(phase -> phase.model().equals("burst"));
    }

    private static Optional<Gate> stationary(RunData run) {
        double[] medians = Arrays.stream(new Windows(run).quantiles(0.5))
                .filter(median -> !Double.isNaN(median))
                .toArray();
        if (medians.length < WINDOWS_MIN) {
            return Optional.empty();
        }
        double p = MannKendall.test(medians).p();
        double first = Arrays.stream(medians, 0, medians.length / 2).average().orElse(0);
        double second = Arrays.stream(medians, medians.length / 2, medians.length)
                .average()
                .orElse(0);
        double change = second == first ? 0 : second / first - 1;
        return Optional.of(new Gate(
                "second half like the first",
                p >= TREND_P_MIN || Math.abs(change) <= HALVES_DIFFER_MAX,
                "median E2E " + Texts.number(100 * change) + " %, trend p " + Texts.number(p),
                "<= 10 % or p >= 0.01"));
    }
}
