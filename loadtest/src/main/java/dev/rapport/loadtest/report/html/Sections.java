package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a report. */
final class Sections {
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
                "Run " + run.id() + " · tier " + profile.tier() + " · started " + run.startedAt() + " · took " + length
                        + " · provider: " + run.provider(),
                "class",
                "meta");
        notes(markup, report.notes(), run.interrupted());
        Verdicts.banner(markup, report);
    }

    private static void notes(Markup markup, List<String> notes, boolean interrupted) {
        if (notes.isEmpty() && !interrupted) {
            return;
        }
        markup.open("div", "class", "notes", "role", "note", "aria-label", "Notes")
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
                row.operation() + ": milliseconds from the intended start; on the right each failure counts as endless",
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

    static void phases(Markup markup, List<PhaseRow> rows) {
        Table table = Table.open(
                markup,
                "Phases, chats only; rates a second, latencies in milliseconds",
                "Phase",
                "Kind",
                "#Level",
                "Load",
                "#Seconds",
                "#Offered",
                "#Achieved",
                "#Good",
                "#In flight",
                "#Success",
                "#p50",
                "#p95",
                "#p99");
        rows.forEach(row -> table.row(
                row.name(),
                row.kind(),
                Numbers.of(row.level(), ""),
                row.load(),
                Numbers.of(row.seconds()),
                Numbers.of(row.offeredPerSecond()),
                Numbers.of(row.achievedPerSecond()),
                Numbers.of(row.goodPerSecond()),
                Numbers.of(row.inFlight()),
                Numbers.percent(row.successRatio()),
                Numbers.orNone(row.p50()),
                Numbers.orNone(row.p95()),
                Numbers.orNone(row.p99())));
        table.close();
    }

    static void failures(Markup markup, List<Report.FailureRow> rows) {
        if (rows.isEmpty()) {
            markup.element("p", "No request failed.");
            return;
        }
        Table table = Table.open(markup, "Failures by class", "Operation", "Failure", "#Count", "Example");
        rows.forEach(row -> table.row(row.operation(), row.failure(), Numbers.count(row.count()), row.example()));
        table.close();
    }

    static void leaks(Markup markup, List<Report.LeakRow> rows) {
        markup.element(
                "p",
                "Growth as the slope of a robust line with its interval. What grows less than the detection limit, this run"
                        + " could not have told from what does not grow.",
                "class",
                "muted");
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
        for (Report.LeakRow row : rows) {
            table.begin("").cell(row.source()).cell(row.resource()).cells(m -> Badge.leak(m, row.word()));
            table.cell(Numbers.of(row.slope(), row.unit()))
                    .cell(Numbers.interval(row.low(), row.high(), row.unit()))
                    .cell(Numbers.of(row.limit(), row.unit()))
                    .cell("±" + Numbers.of(row.detectable(), row.unit()))
                    .cell(Numbers.of(row.trendP()))
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
