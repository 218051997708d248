package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Laws between the claims and the table they are about: same number, same count. Pure. */
final class ClaimLaws {
    private static final Pattern PERCENTILE = Pattern.compile("([a-z]+)\\.([a-z_0-9]+)\\.(p50|p95|p99|p999|max|mean)");
    private static final Pattern SUCCESS = Pattern.compile("([a-z]+)\\.success");
    private static final Pattern FAILED = Pattern.compile("([0-9][0-9,]*) of ([0-9][0-9,]*) failed");

    /** The two come from one histogram; a percentile over failures may fall between two of its steps. */
    private static final double SAME = 0.005;

    private static final double RATIO_SAME = 1e-6;

    private ClaimLaws() {}

    static List<Contradiction> check(Report report) {
        Set<Contradiction> found = new LinkedHashSet<>(); // the judges share metrics, and one find is enough
        for (Report.Judgement judgement : report.judgements()) {
            for (ClaimRow claim : judgement.claims()) {
                for (OperationRow row : report.operations()) {
                    percentile(claim, row, found);
                    success(claim, row, found);
                    statement(claim, row, found);
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static void percentile(ClaimRow claim, OperationRow row, Set<Contradiction> found) {
        Matcher metric = PERCENTILE.matcher(claim.metric());
        if (!metric.matches() || !metric.group(1).equals(row.operation())) {
            return;
        }
        for (Quantiles latency : row.latencies()) {
            if (latency.name().equals(metric.group(2))) {
                count(claim, latency.n(), latency.n() + row.failed(), found);
                value(claim, latency, metric.group(3), found);
            }
        }
    }

    private static void count(ClaimRow claim, long least, long most, Set<Contradiction> found) {
        if (claim.n() < least || claim.n() > most) {
            found.add(new Contradiction(
                    "count of a claim",
                    "claim " + claim.metric(),
                    "rests on " + Say.count(claim.n()) + " observations",
                    Say.range((double) least, (double) most),
                    "A claim rests on what was measured, no more and no less."));
        }
    }

    private static void value(ClaimRow claim, Quantiles latency, String statistic, Set<Contradiction> found) {
        Double value = claim.value();
        if (value == null || !claim.unit().equals("ms")) {
            return;
        }
        List<Double> table = values(latency, statistic);
        if (!table.isEmpty() && table.stream().noneMatch(other -> Math.abs(value - other) <= SAME * other)) {
            found.add(new Contradiction(
                    "one number",
                    "claim " + claim.metric(),
                    Say.number(value) + " ms",
                    new TreeSet<>(table).stream().map(Say::number).collect(Collectors.joining(" or "))
                            + " ms, as in the table",
                    "The claim and the table are about the same requests."));
        }
    }

    private static List<Double> values(Quantiles q, String statistic) {
        List<Double> values = new ArrayList<>();
        switch (statistic) {
            case "p50" -> add(values, q.p50(), q.p50WithFailures());
            case "p95" -> add(values, q.p95(), q.p95WithFailures());
            case "p99" -> add(values, q.p99(), q.p99WithFailures());
            case "mean" -> add(values, q.mean(), null);
            case "max" -> add(values, q.max(), null);
            default -> {} // p99.9 with failures is not in the table
        }
        return values;
    }

    private static void add(List<Double> values, @Nullable Double one, @Nullable Double other) {
        if (one != null) {
            values.add(one);
        }
        if (other != null) {
            values.add(other);
        }
    }

    private static void success(ClaimRow claim, OperationRow row, Set<Contradiction> found) {
        Matcher metric = SUCCESS.matcher(claim.metric());
        Double value = claim.value();
        long judged = row.ok() + row.failed();
        if (!metric.matches() || !metric.group(1).equals(row.operation()) || judged <= 0) {
            return;
        }
        count(claim, Math.min(judged, row.started()), Math.max(judged, row.started()), found);
        double ratio = (double) row.ok() / judged;
        if (value == null) {
            return;
        }
        if (Math.abs(value - ratio) > RATIO_SAME && Math.abs(value / 100 - ratio) > RATIO_SAME) {
            found.add(new Contradiction(
                    "granularity",
                    "claim " + claim.metric(),
                    Say.number(value) + " " + claim.unit(),
                    Say.count(row.ok()) + " of " + Say.count(judged) + " = " + Say.percent(ratio, 4),
                    "A success rate is a count of requests divided by a count of requests."));
        }
    }

    private static void statement(ClaimRow claim, OperationRow row, Set<Contradiction> found) {
        Matcher metric = SUCCESS.matcher(claim.metric());
        Matcher said = FAILED.matcher(claim.statement());
        if (!metric.matches() || !metric.group(1).equals(row.operation()) || !said.find()) {
            return;
        }
        long failed = Long.parseLong(said.group(1).replace(",", ""));
        long of = Long.parseLong(said.group(2).replace(",", ""));
        boolean count = of == row.ok() + row.failed() || of == row.started();
        if (failed != row.failed() || !count) {
            found.add(new Contradiction(
                    "one number",
                    "claim " + claim.metric(),
                    "\"" + said.group() + "\"",
                    Say.count(row.failed()) + " of " + Say.count(row.ok() + row.failed()) + ", as in the table",
                    "The statement and the table are about the same requests."));
        }
    }
}
