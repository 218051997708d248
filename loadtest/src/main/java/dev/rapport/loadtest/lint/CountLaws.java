package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.measure.ClopperPearson;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.FailureRow;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Laws of counts: what belongs together adds up, and a share is a count of something. Pure. */
final class CountLaws {
    private static final double CONFIDENCE = 0.95;

    /** A bound and a ratio come from the same integers, so only a double's rounding may part them. */
    private static final double ROUNDING = 1e-6;

    private static final String TOTAL = "all";

    private CountLaws() {}

    static List<Contradiction> check(Report report) {
        List<Contradiction> found = new ArrayList<>();
        for (OperationRow row : report.operations()) {
            outcomes(row, found);
            failures(row, report.failures(), found);
            successLow(row, found);
        }
        totals(report.operations(), found);
        long cancelled = chats(report, OperationRow::cancelled);
        for (PhaseRow phase : report.phases()) {
            granularity(phase, cancelled, found);
        }
        if (cancelled == 0) {
            successes(report, found);
        }
        return found;
    }

    private static long chats(Report report, ToLongFunction<OperationRow> count) {
        return report.operations().stream()
                .filter(row -> row.operation().equals("chat"))
                .mapToLong(count)
                .sum();
    }

    /** The measured phases' successes are the chats' successes. */
    private static void successes(Report report, List<Contradiction> found) {
        double sum = 0;
        for (PhaseRow phase : report.phases()) {
            Report.Flow flow = phase.flow();
            if (phase.kind().equals("measured")) {
                if (flow == null || Double.isNaN(phase.successRatio())) {
                    return;
                }
                sum += phase.successRatio() * flow.arrivals();
            }
        }
        long ok = chats(report, OperationRow::ok);
        if (!report.phases().isEmpty() && !report.operations().isEmpty() && Math.abs(sum - ok) > 0.5) {
            found.add(new Contradiction(
                    "sums",
                    "phases",
                    "the success ratios of the measured phases come to " + Say.number(sum) + " chats",
                    Say.count(ok) + " ok, as in the table of operations",
                    "A chat that succeeded did so in one of the phases."));
        }
    }

    private static void outcomes(OperationRow row, List<Contradiction> found) {
        long ended = row.ok() + row.failed() + row.cancelled();
        if (ended != row.started() || row.ok() < 0 || row.failed() < 0 || row.cancelled() < 0) {
            found.add(new Contradiction(
                    "sums",
                    "operation " + row.operation(),
                    Say.count(row.ok()) + " ok + " + Say.count(row.failed()) + " failed + " + Say.count(row.cancelled())
                            + " cancelled = " + Say.count(ended),
                    Say.count(row.started()) + " started",
                    "Each request that was started ends in exactly one way."));
        }
    }

    private static void failures(OperationRow row, List<FailureRow> failures, List<Contradiction> found) {
        if (row.operation().equals(TOTAL)) {
            return;
        }
        long listed = failures.stream()
                .filter(failure -> failure.operation().equals(row.operation()))
                .mapToLong(FailureRow::count)
                .sum();
        if (listed != row.failed()) {
            found.add(new Contradiction(
                    "sums",
                    "failures of " + row.operation(),
                    "the kinds of failures add up to " + Say.count(listed),
                    Say.count(row.failed()) + " failed",
                    "Each failure is of exactly one kind."));
        }
    }

    private static void totals(List<OperationRow> rows, List<Contradiction> found) {
        for (OperationRow total : rows) {
            if (!total.operation().equals(TOTAL)) {
                continue;
            }
            total(total, rows, "started", OperationRow::started, found);
            total(total, rows, "ok", OperationRow::ok, found);
            total(total, rows, "failed", OperationRow::failed, found);
        }
    }

    private static void total(
            OperationRow total,
            List<OperationRow> rows,
            String what,
            ToLongFunction<OperationRow> count,
            List<Contradiction> found) {
        long sum = rows.stream()
                .filter(row -> !row.operation().equals(TOTAL))
                .mapToLong(count)
                .sum();
        if (sum != count.applyAsLong(total)) {
            found.add(new Contradiction(
                    "sums",
                    "operation " + TOTAL,
                    Say.count(count.applyAsLong(total)) + " " + what,
                    Say.count(sum) + ", the sum of the operations",
                    "The total is the sum of its parts."));
        }
    }

    /** The bound may be lower than the exact one, as failures that come together prove less; it cannot be higher. */
    private static void successLow(OperationRow row, List<Contradiction> found) {
        long judged = row.ok() + row.failed();
        if (row.ok() < 0 || row.failed() < 0 || judged == 0) {
            return;
        }
        double bound = ClopperPearson.lowerBound(row.ok(), judged, CONFIDENCE);
        if (row.successLow() > bound + ROUNDING) {
            found.add(new Contradiction(
                    "success bound",
                    "operation " + row.operation(),
                    "at least " + Say.percent(row.successLow(), 4),
                    "at least " + Say.percent(bound, 4) + ", from " + Say.count(row.failed()) + " failed of "
                            + Say.count(judged) + " (95 %, one-sided)",
                    "So few requests cannot prove so much."));
        }
    }

    private static void granularity(PhaseRow phase, long cancelled, List<Contradiction> found) {
        double ratio = phase.successRatio();
        Report.Flow flow = phase.flow();
        if (Double.isNaN(ratio)) {
            return;
        }
        if (ratio < 0 || ratio > 1) {
            found.add(new Contradiction(
                    "granularity",
                    "phase " + phase.name(),
                    "success ratio " + Say.number(ratio),
                    "0 to 1",
                    "A share of requests is between none and all of them."));
        } else if (flow != null && flow.arrivals() > 0 && !isShare(ratio, flow.arrivals(), cancelled)) {
            found.add(new Contradiction(
                    "granularity",
                    "phase " + phase.name(),
                    "success ratio " + Say.number(ratio) + " of " + Say.count(flow.arrivals()) + " chats, which is "
                            + Say.number(ratio * flow.arrivals()) + " chats",
                    "k of n for whole numbers k and n <= " + Say.count(flow.arrivals()),
                    "Requests are counted in whole numbers."));
        }
    }

    /** Whether a ratio can be of {@code most} things, of which those that were cancelled may be left out. */
    private static boolean isShare(double ratio, long most, long cancelled) {
        for (long n = most; n >= Math.max(1, most - cancelled); n--) {
            double k = ratio * n;
            if (Math.abs(k - Math.rint(k)) < ROUNDING) {
                return true;
            }
        }
        return false;
    }
}
