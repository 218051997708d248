package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.lint.Published.Operation;
import dev.rapport.loadtest.lint.Published.Run;
import dev.rapport.loadtest.measure.ClopperPearson;
import dev.rapport.loadtest.stats.SuccessClaim;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules that hold a published report's words against its own numbers. Pure. */
final class ClaimRules {
    private static final double CONFIDENCE = 0.95;
    private static final double PERCENT = 100;
    private static final double MILLIS = 1_000;

    /** A report's factor may be rounded; by more than this it is another number. */
    private static final double FACTOR_OFF = 1.2;

    private ClaimRules() {}

    static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        for (Claim claim : report.claims()) {
            switch (claim) {
                case Claim.Success success -> success(report, success, found);
                case Claim.Improvement improvement -> improvement(report, improvement, found);
                case Claim.AtOnce atOnce -> atOnce(report, atOnce, found);
                case Claim.ShareOfUsers share -> shareOfUsers(report, share, found);
                case Claim.Criterion criterion -> criterion(report, criterion, found);
                case Claim.Twice twice -> twice(twice, found);
                default -> {}
            }
        }
        return found;
    }

    private record Counts(long requests, long failures) {}

    private static Optional<Counts> counts(Published report, String name, String operation) {
        Optional<Run> run = report.run(name);
        if (!operation.isEmpty()) {
            return run.flatMap(some -> some.operations().stream()
                    .filter(each -> each.name().equals(operation))
                    .findFirst()
                    .map((Operation each) -> new Counts(each.requests(), each.failures())));
        }
        return run.flatMap(some -> Optional.ofNullable(some.failures()).map(f -> new Counts(some.requests(), f)));
    }

    private static void success(Published report, Claim.Success claim, List<Contradiction> found) {
        Counts counts = counts(report, claim.run(), claim.operation()).orElse(null);
        if (counts == null || counts.requests() <= 0) {
            return;
        }
        double least = claim.percent().value() / PERCENT;
        double bound = ClopperPearson.lowerBound(counts.requests() - counts.failures(), counts.requests(), CONFIDENCE);
        if (bound >= least) {
            return;
        }
        double point = 1 - (double) counts.failures() / counts.requests();
        String needs = least >= 1
                ? "no number of requests proves 100 %"
                : Say.count(SuccessClaim.trialsFor(counts.failures(), least, CONFIDENCE)) + " requests with "
                        + Say.count(counts.failures()) + " failures";
        found.add(new Contradiction(
                "success claim",
                claim.run() + (claim.operation().isEmpty() ? "" : ", " + claim.operation()),
                claim.percent() + " %, from " + Say.count(counts.failures()) + " failures in "
                        + Say.count(counts.requests()),
                "at least " + Say.percent(bound, bound > 0.999 ? 4 : 2) + " (95 %, one-sided); " + needs,
                point < least ? "Not even the counted share is so high." : "So few requests cannot prove so much."));
    }

    private static void improvement(Published report, Claim.Improvement claim, List<Contradiction> found) {
        Counts before = counts(report, claim.before(), "").orElse(null);
        Counts after = counts(report, claim.after(), claim.operation()).orElse(null);
        if (before == null || after == null || before.failures() == 0 || after.failures() == 0) {
            return;
        }
        double failedBefore = (double) before.failures() / before.requests();
        double failedAfter = (double) after.failures() / after.requests();
        double failures = failedBefore / failedAfter;
        double successes = (1 - failedAfter) / (1 - failedBefore);
        double factor = claim.factor().value();
        if (isOff(factor, failures) && isOff(factor, successes)) {
            found.add(new Contradiction(
                    "improvement",
                    claim.source(),
                    claim.factor() + " times",
                    "failures " + Say.percent(failedBefore, 3) + " / " + Say.percent(failedAfter, 4) + " = "
                            + Say.number(failures) + " times, successes " + Say.number(successes) + " times",
                    "Neither ratio of the two runs is that factor."));
        }
    }

    private static boolean isOff(double claimed, double computed) {
        return claimed > computed * FACTOR_OFF || computed > claimed * FACTOR_OFF;
    }

    private static void atOnce(Published report, Claim.AtOnce claim, List<Contradiction> found) {
        Run run = report.run(claim.run()).orElse(null);
        Range mean = run == null ? null : run.mean().orElse(null);
        if (run == null || mean == null || run.rate() <= 0) {
            return;
        }
        Range inFlight = mean.times(run.rate() / MILLIS);
        boolean fewer = inFlight.high() * FACTOR_OFF < claim.requests();
        boolean more = inFlight.low() > claim.requests() * FACTOR_OFF;
        if (fewer || more) {
            found.add(new Contradiction(
                    "Little",
                    run.name(),
                    "\"" + claim.words() + "\": " + Say.count(claim.requests()) + " at once",
                    Say.number(run.rate()) + "/s x " + mean + " ms = " + inFlight + " in flight",
                    fewer
                            ? "Users who think are not requests; so few at a time are easy to serve."
                            : "So many are under way that it is no single one after the other."));
        }
    }

    private static void shareOfUsers(Published report, Claim.ShareOfUsers claim, List<Contradiction> found) {
        Run run = report.run(claim.run()).orElse(null);
        if (run == null || run.users() <= 0) {
            return;
        }
        long requests = run.doing("chat").map(Operation::requests).orElse(run.requests());
        double each = (double) requests / run.users();
        double hit = 1 - Math.pow(claim.percent().value() / PERCENT, each);
        if (hit > 1 - claim.percent().value() / PERCENT + 0.01) {
            found.add(new Contradiction(
                    "unit of a percentile",
                    run.name(),
                    claim.percent() + " % of users are faster",
                    "of requests: with " + Say.number(each) + " each, 1 - "
                            + Say.number(claim.percent().value() / PERCENT) + "^" + Say.number(each) + " = "
                            + Say.percent(hit, 0) + " of users saw a slower one",
                    "Percentiles are of requests, and a user has many."));
        }
    }

    private static void criterion(Published report, Claim.Criterion claim, List<Contradiction> found) {
        Run run = report.run(claim.run()).orElse(null);
        Limit limit = Limit.parse(claim.limit()).orElse(null);
        if (run == null || limit == null) {
            return;
        }
        Optional<Figure> value = metric(run, claim.metric());
        if (value.isEmpty()) {
            found.add(new Contradiction(
                    "criterion",
                    claim.source(),
                    "\"" + claim.words() + "\", but no " + claim.metric() + " for " + run.name(),
                    claim.metric() + " " + claim.limit(),
                    "What was never reported meets no criterion."));
        } else if (!limit.keeps(value.get().value())) {
            found.add(new Contradiction(
                    "criterion",
                    claim.source(),
                    "\"" + claim.words() + "\", with " + claim.metric() + " " + value.get() + " (" + run.name() + ")",
                    claim.metric() + " " + claim.limit(),
                    "The report breaks the limit that it sets itself."));
        }
    }

    private static Optional<Figure> metric(Run run, String metric) {
        Figure success = run.successPercent();
        return switch (metric) {
            case "success_percent" -> Optional.ofNullable(success);
            case "error_percent" ->
                success == null
                        ? Optional.empty()
                        : Optional.of(new Figure(BigDecimal.valueOf(100).subtract(success.printed())));
            case "mean_ms" -> Optional.ofNullable(run.meanMs());
            default ->
                Optional.ofNullable(
                        run.percentilesMs().get(metric.replaceFirst("^p", "").replaceFirst("_ms$", "")));
        };
    }

    private static void twice(Claim.Twice claim, List<Contradiction> found) {
        if (!claim.value().equals(claim.other())) {
            found.add(new Contradiction(
                    "one number",
                    claim.source(),
                    claim.what() + ": " + claim.value(),
                    claim.other() + ", " + claim.otherSource(),
                    "One thing has one value."));
        }
    }
}
