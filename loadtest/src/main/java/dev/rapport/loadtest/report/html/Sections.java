package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.LeakRow;
import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a report. */
final class Sections {
    private static final double SECONDS_PER_HOUR = 3_600;

    /** Worst first. */
    private static final List<String> LEAK_WORDS = List.of("LEAK", "INCONCLUSIVE", "NO LEAK");

    /** Smaller ones are not worth their digits. */
    private static final double TREND_P_MIN = 0.001;

    private Sections() {}

    static void header(Markup markup, Report report) {
        Report.Profile profile = report.profile();
        Report.Run run = report.run();
        markup.element("h1", profile.id()).element("p", profile.summary(), "class", "lead");
        if (!profile.claim().isEmpty()) {
            markup.open("blockquote").text("Published: " + profile.claim()).close();
        }
        String length = Numbers.clock(run.seconds()) + (run.interrupted() ? ", INTERRUPTED" : "");
        markup.element(
                "p",
                "Run " + run.id() + " · tier " + profile.tier() + " · started " + startedAt(run) + " · took " + length
                        + " · provider: " + run.provider(),
                "class",
                "meta");
        Verdicts.banner(markup, report);
        notes(markup, report.notes(), run.interrupted());
    }

    /** To the second; the provenance has the rest. */
    private static String startedAt(Report.Run run) {
        return run.startedAt().replaceFirst("\\.\\d+Z$", "Z").replace('T', ' ');
    }

    private static void notes(Markup markup, List<String> notes, boolean interrupted) {
        if (notes.isEmpty() && !interrupted) {
            return;
        }
        markup.open("div", "class", interrupted ? "notes urgent" : "notes", "role", "note", "aria-label", "Notes")
                .open("ul");
        if (interrupted) {
            markup.element("li", "The run was interrupted: what follows is of its beginning only.");
        }
        notes.forEach(note -> markup.element("li", note));
        markup.close().close();
    }

    static void operations(Markup markup, List<OperationRow> rows) {
        Table table = Table.open(
                markup,
                "Requests over the measured phases",
                "Operation",
                "#Started",
                "#OK",
                "#Failed",
                "#Cancelled",
                "#Achieved /s",
                "#Good /s",
                "#Success at least");
        rows.forEach(row -> table.row(
                row.operation(),
                Numbers.count(row.started()),
                Numbers.count(row.ok()),
                Numbers.count(row.failed()),
                Numbers.count(row.cancelled()),
                Numbers.of(row.achievedPerSecond()),
                Numbers.of(row.goodPerSecond()),
                row.started() == 0 ? Numbers.NONE : Numbers.percentAtLeast(row.successLow())));
        table.close();
        rows.stream().filter(row -> !row.latencies().isEmpty()).forEach(row -> latencies(markup, row));
    }

    private static void latencies(Markup markup, OperationRow row) {
        Table table = Table.open(
                markup,
                row.operation()
                        + ": milliseconds, E2E, TTFT and TTFH from the intended start; on the left without failures, on the"
                        + " right each counts as endless, but in itl, tpot, dispatch and provider, which are of what came",
                "Latency",
                "#n",
                "#Mean",
                "#p50",
                "#p95",
                "#p99",
                "#p99.9",
                "#Max",
                "#p50, f=∞",
                "#p95, f=∞",
                "#p99, f=∞");
        for (Quantiles q : row.latencies()) {
            boolean endless = countsFailures(row, q);
            table.row(
                    q.name(),
                    Numbers.count(q.n()),
                    Numbers.orNone(q.mean()),
                    Numbers.orNone(q.p50()),
                    Numbers.orNone(q.p95()),
                    Numbers.orNone(q.p99()),
                    Numbers.orNone(q.p999()),
                    Numbers.orNone(q.max()),
                    withFailures(q.p50WithFailures(), endless),
                    withFailures(q.p95WithFailures(), endless),
                    withFailures(q.p99WithFailures(), endless));
        }
        table.close();
    }

    /** Whether nulls stand for failures. If all are null although most succeeded, there is no such figure. */
    private static boolean countsFailures(OperationRow row, Quantiles q) {
        boolean any = q.p50WithFailures() != null || q.p95WithFailures() != null || q.p99WithFailures() != null;
        return any || (row.failed() > 0 && 2 * row.failed() >= row.started());
    }

    private static String withFailures(@Nullable Double value, boolean endless) {
        return value == null && endless ? Numbers.INFINITE : Numbers.orNone(value);
    }

    /** @param elsewhere whether phases that are not measured had failures, which a drawing shows */
    static void failures(Markup markup, List<Report.FailureRow> rows, boolean elsewhere) {
        if (rows.isEmpty()) {
            markup.element(
                    "p",
                    "No request failed in the measured phases."
                            + (elsewhere ? " The drawing shows the whole run, with warm-up and rests." : ""));
            return;
        }
        Table table = Table.open(
                markup, "Failures of the measured phases by class", "Operation", "Failure", "#Count", "Example");
        rows.forEach(row -> table.row(row.operation(), row.failure(), Numbers.count(row.count()), row.example()));
        table.close();
    }

    static void leaks(Markup markup, List<LeakRow> rows, double measuredSeconds) {
        markup.element(
                "p",
                "Growth as the slope of a robust line with its interval. What grows less than the detection limit, this run"
                        + " could not have told from what does not grow.",
                "class",
                "muted");
        if (measuredSeconds < SECONDS_PER_HOUR / 2) {
            markup.element(
                    "p",
                    "Slopes are for an hour, but only " + Numbers.clock(measuredSeconds)
                            + " were measured: what grows once and then stays, such as memory that a young process"
                            + " fills, looks like a leak here.",
                    "class",
                    "muted");
        }
        Table table = Table.open(
                markup,
                "Does anything grow?",
                "Source",
                "Resource",
                "Verdict",
                "#Slope",
                "#Interval",
                "#Limit",
                "#Detection limit",
                "#Trend p",
                "#n");
        List<LeakRow> worstFirst = rows.stream()
                .sorted(Comparator.comparingInt(row -> Math.floorMod(LEAK_WORDS.indexOf(row.word()), 3)))
                .toList();
        for (LeakRow row : worstFirst) {
            table.begin("").cell(row.source()).cell(row.resource()).cells(m -> Badge.leak(m, row.word()));
            table.cell(Numbers.of(row.slope(), row.unit()))
                    .cell(Numbers.interval(row.low(), row.high(), row.unit()))
                    .cell(Numbers.of(row.limit(), row.unit()))
                    .cell("±" + Numbers.of(row.detectable(), row.unit()))
                    .cell(row.trendP() < TREND_P_MIN ? "< " + TREND_P_MIN : Numbers.of(row.trendP()))
                    .cell(Numbers.count(row.n()))
                    .end();
        }
        table.close();
    }

    static void costs(Markup markup, List<Report.CostRow> rows) {
        Table table = Table.open(markup, "What a good answer cost", "Source", "Unit", "#Per good request", "#Total");
        rows.forEach(
                row -> table.row(row.source(), row.unit(), Numbers.of(row.perGoodRequest()), Numbers.of(row.total())));
        table.close();
    }

    static void list(Markup markup, List<String> lines) {
        markup.open("ul", "class", "plain");
        lines.forEach(line -> markup.element("li", line));
        markup.close();
    }

    static void provenance(Markup markup, Report report) {
        markup.open("dl");
        term(
                markup,
                "profile",
                report.profile().id() + ", tier " + report.profile().tier());
        term(markup, "profile hash", report.profile().hash());
        term(markup, "run", report.run().id());
        provenance(markup, report.provenance());
        markup.close();
        markup.open("details").element("summary", "The profile as it was read (YAML)");
        markup.element("pre", report.profile().yaml()).close();
    }

    private static void provenance(Markup markup, Map<String, String> entries) {
        entries.forEach((name, value) -> term(markup, name, value));
    }

    static void term(Markup markup, String name, String value) {
        markup.element("dt", name).element("dd", value);
    }
}
