package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.lint.Published.Operation;
import dev.rapport.loadtest.lint.Published.Pacing;
import dev.rapport.loadtest.lint.Published.RateLimit;
import dev.rapport.loadtest.lint.Published.Run;
import dev.rapport.loadtest.lint.Published.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Rules about users, rates and times of published reports. Pure. */
final class PacingRules {
    private static final double MILLIS = 1_000;
    private static final double MINUTE = 60;

    /** Ramps and rounding; a report that is further off than this describes another run. */
    private static final double TOLERANCE = 0.05;

    private PacingRules() {}

    static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        for (Run run : report.runs()) {
            closedLoop(run, found);
            offered(run, found);
            littleAgainstUsers(run, found);
            burst(run, found);
            rateLimit(run, found);
            goodput(run, found);
            levels(run, found);
        }
        new TreeSet<>(report.runs().stream().map(Run::series).toList())
                .forEach(series -> thinkTime(series, report.series(series), found));
        sameWork(report.runs(), found);
        return found;
    }

    private static double middle(List<Double> span) {
        return span.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** N = X (R + Z): what users who do as configured come to. */
    private static void closedLoop(Run run, List<Contradiction> found) {
        Pacing pacing = run.pacing();
        Range mean = run.mean().orElse(null);
        if (pacing == null || pacing.tasks().isEmpty() || mean == null || run.seconds() <= 0 || run.users() <= 0) {
            return;
        }
        Operation chats = run.doing("chat").orElse(null);
        double all = pacing.tasks().stream().mapToDouble(Task::weight).sum();
        double pauses = middle(pacing.pauseSeconds())
                + pacing.tasks().stream()
                        .mapToDouble(task -> task.weight() / all * middle(task.thenSeconds()))
                        .sum();
        double share = pacing.tasks().stream()
                .filter(task -> chats == null
                        ? !task.does().equals("pause")
                        : task.does().equals("chat"))
                .mapToDouble(task -> task.weight() / all)
                .sum();
        long requests = chats == null ? run.requests() : chats.requests();
        double tasks = run.users() * run.seconds() * share;
        double most = tasks / (pauses + share * mean.low() / MILLIS);
        double least = tasks / (pauses + share * mean.high() / MILLIS);
        if (requests < least * (1 - TOLERANCE) || requests > most * (1 + TOLERANCE)) {
            double reported = tasks / requests;
            found.add(new Contradiction(
                    "closed loop",
                    run.name(),
                    Say.count(requests) + (chats == null ? " requests" : " chats") + ", one task of a user each "
                            + Say.number(reported) + " s",
                    Say.count(run.users()) + " users x " + Say.number(run.seconds()) + " s x " + Say.number(share)
                            + " / (" + Say.number(pauses) + " s pauses + " + Say.number(share) + " x "
                            + mean.times(1 / MILLIS) + " s) = " + new Range(least, most),
                    "So many users with these pauses send another number of requests: N = X (R + Z)."));
        }
    }

    /** Users who begin so many operations a minute offer no more. */
    private static void offered(Run run, List<Contradiction> found) {
        Pacing pacing = run.pacing();
        if (pacing == null || pacing.perMinute() <= 0 || run.users() <= 0) {
            return;
        }
        double offered = run.users() * pacing.perMinute() / MINUTE;
        if (run.rate() > offered * (1 + TOLERANCE)) {
            found.add(new Contradiction(
                    "offered load",
                    run.name(),
                    Say.number(run.rate()) + " a second",
                    "at most " + Say.count(run.users()) + " users x " + Say.number(pacing.perMinute()) + " / min = "
                            + Say.number(offered) + " a second",
                    "No answer comes without a request; this is " + Say.number(run.rate() / offered)
                            + " times what was sent."));
        }
    }

    /** Users wait for one answer at a time, so no more are in flight than there are users. */
    private static void littleAgainstUsers(Run run, List<Contradiction> found) {
        Range mean = run.mean().orElse(null);
        Figure rate = run.perSecond();
        if (mean == null || rate == null || run.users() <= 0) {
            return;
        }
        double least = rate.low() * mean.low() / MILLIS;
        if (least > run.users() * (1 + TOLERANCE)) {
            found.add(new Contradiction(
                    "Little",
                    run.name(),
                    rate + "/s x " + mean.times(1 / MILLIS) + " s = " + Say.number(least) + " or more in flight",
                    "at most " + Say.count(run.users()) + ", one for each user",
                    "A user who waits for an answer sends nothing else."));
        }
    }

    /** Everything sent at once is over when the slowest answer is there. */
    private static void burst(Run run, List<Contradiction> found) {
        Figure slowest = run.percentilesMs().get("100");
        if (!run.once() || slowest == null || run.seconds() <= 0) {
            return;
        }
        double seconds = slowest.value() / MILLIS;
        if (run.seconds() > seconds * (1 + TOLERANCE)) {
            found.add(new Contradiction(
                    "burst",
                    run.name(),
                    "took " + Say.number(run.seconds()) + " s",
                    Say.number(seconds) + " s, the slowest answer to requests that were sent at once",
                    "The rest of the time belongs to requests that are missing from the latencies."));
        } else if (run.perSecond() != null) {
            found.add(new Contradiction(
                    "burst",
                    run.name(),
                    Say.number(run.rate()) + " a second",
                    Say.count(run.users()) + " / " + Say.number(seconds) + " s of the slowest answer = "
                            + Say.number(run.users() / seconds),
                    "One request each, divided by the slowest answer, is a latency written as a rate."));
        }
    }

    private static void rateLimit(Run run, List<Contradiction> found) {
        RateLimit limit = run.rateLimit();
        if (limit == null || run.seconds() <= 0) {
            return;
        }
        double served = limit.burst() + limit.perMinute() / MINUTE * run.seconds();
        String bucket = Say.number(limit.burst()) + " + " + Say.number(limit.perMinute() / MINUTE) + " x "
                + Say.number(run.seconds()) + " s = " + Say.number(Math.floor(served));
        if (run.rate() * run.seconds() > served * (1 + TOLERANCE)) {
            found.add(new Contradiction(
                    "rate limit",
                    run.name(),
                    Say.number(run.rate()) + " a second for " + Say.number(run.seconds()) + " s = "
                            + Say.number(run.rate() * run.seconds()) + " requests",
                    "at most " + bucket + " served, " + Say.number(served / run.seconds()) + " a second",
                    "The provider serves no more than its bucket holds; the rest of the rate is refusals."));
        }
        double ok = run.requests() - (run.failures() == null ? 0 : (double) run.failures());
        if (run.requests() > served && ok <= served && ok > served * (1 - TOLERANCE)) {
            found.add(new Contradiction(
                    "rate limit",
                    run.name(),
                    Say.number(ok) + " of " + Say.count(run.requests()) + " served, shown as the system's own success",
                    bucket + " that the provider's limit lets through",
                    "What was measured is the provider's limit, not the system."));
        }
    }

    private static void goodput(Run run, List<Contradiction> found) {
        Long failures = run.failures();
        Figure rate = run.perSecond();
        if (failures == null || rate == null || run.seconds() <= 0 || run.requests() <= 0) {
            return;
        }
        double good = (run.requests() - failures) / run.seconds();
        if (rate.low() > good * (1 + TOLERANCE) && failures > 0) {
            found.add(new Contradiction(
                    "goodput",
                    run.name(),
                    rate + " a second",
                    "(" + Say.count(run.requests()) + " - " + Say.count(failures) + " failed) / "
                            + Say.number(run.seconds()) + " s = " + Say.number(good) + " a second",
                    "Failures were counted as throughput."));
        }
    }

    private static void levels(Run run, List<Contradiction> found) {
        if (run.highestLevel() > 0 && run.level() > run.highestLevel()) {
            found.add(new Contradiction(
                    "evidence",
                    run.name(),
                    "a result at " + Say.number(run.level()),
                    "at most " + Say.number(run.highestLevel()) + ", where the configured test stops",
                    "A level that no test runs has no result."));
        }
    }

    /** N / X - R is the think time. Zero in each row, where pauses are configured, means that X was computed as N / R. */
    private static void thinkTime(String series, List<Run> rows, List<Contradiction> found) {
        int few = 3;
        List<String> zeros = new ArrayList<>();
        boolean paced = false;
        for (Run run : rows) {
            Figure rate = run.perSecond();
            Figure mean = run.meanMs();
            if (rate == null || mean == null || run.users() <= 0 || series.isEmpty()) {
                return;
            }
            Pacing pacing = run.pacing();
            paced |= pacing != null;
            double think = run.users() / rate.value() - mean.value() / MILLIS;
            if (Math.abs(think) <= TOLERANCE * mean.value() / MILLIS) {
                zeros.add(String.format(Locale.ROOT, "%.4f", think));
            }
        }
        if (paced && rows.size() >= few && zeros.size() == rows.size()) {
            found.add(new Contradiction(
                    "think time",
                    series,
                    "N / X - R = " + String.join(", ", zeros) + " s",
                    "the pauses that are configured",
                    "Users who never pause are not the users of the test: X was computed from R, not counted."));
        }
    }

    /** One worker alone does at least what it does beside others, one after the other. */
    private static void sameWork(List<Run> runs, List<Contradiction> found) {
        for (Run bulk : runs) {
            if (bulk.work().isEmpty() || bulk.meanMs() != null || bulk.rate() <= 0) {
                continue;
            }
            runs.stream()
                    .filter(run -> run.work().equals(bulk.work()) && run.meanMs() != null && run.users() > 0)
                    .min(Comparator.comparingLong(Run::users))
                    .ifPresent(run -> compare(bulk, run, found));
        }
    }

    private static void compare(Run bulk, Run run, List<Contradiction> found) {
        double one = run.mean().map(mean -> MILLIS / mean.high()).orElse(0.0);
        if (bulk.rate() < one / 2) {
            found.add(new Contradiction(
                    "one number",
                    bulk.name(),
                    Say.number(bulk.rate()) + " a second",
                    "at least " + Say.number(one) + ", from " + run.meanMs() + " ms each (" + run.name() + ", "
                            + Say.number(run.rate()) + " a second)",
                    "The same work at " + Say.number(run.rate() / bulk.rate())
                            + " times the rate in one report: one of the two was not measured."));
        }
    }
}
