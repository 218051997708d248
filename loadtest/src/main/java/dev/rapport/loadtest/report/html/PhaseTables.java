package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.AnswerRow;
import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report.Flow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked in each phase and what came of it, and whether that fits together. */
final class PhaseTables {
    private static final double MILLIS_PER_SECOND = 1_000;

    private PhaseTables() {}

    static void write(Markup markup, List<PhaseRow> rows) {
        phases(markup, rows);
        List<PhaseRow> known = rows.stream().filter(row -> row.flow() != null).toList();
        if (!known.isEmpty()) {
            flows(markup, known);
        }
    }

    /** How the chats of each phase ended; the counts of a row add up to its requests. */
    static void answers(Markup markup, @Nullable List<AnswerRow> rows) {
        if (rows == null || rows.isEmpty()) {
            return;
        }
        Table table = Table.open(
                markup,
                "How chats ended, without those that were left on purpose; replaced: another provider took over",
                "Phase",
                "#Requests",
                "#Model",
                "#Local",
                "#429",
                "#503",
                "#Other",
                "#Replaced");
        rows.forEach(row -> table.row(
                row.phase(),
                Numbers.count(row.requests()),
                Numbers.count(row.model()),
                Numbers.count(row.local()),
                Numbers.count(row.limited()),
                Numbers.count(row.refused503()),
                Numbers.count(row.other()),
                Numbers.count(row.replaced())));
        table.close();
    }

    private static void phases(Markup markup, List<PhaseRow> rows) {
        Table table = Table.open(
                markup,
                "Phases, chats only; rates a second, E2E in milliseconds of successes only: failures have none",
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
                "#p50 of OK",
                "#p95 of OK",
                "#p99 of OK");
        rows.forEach(row -> table.row(
                row.name(),
                row.kind(),
                row.level() == 0 ? Numbers.NONE : Numbers.of(row.level(), ""),
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

    /** Little's law, and for closed loads the interactive response time law; two countings that never saw each other. */
    private static void flows(Markup markup, List<PhaseRow> rows) {
        Table table = Table.open(
                markup,
                "Little's law by phase: in flight as counted, and as arrivals a second times mean time in the service."
                        + " Of closed loads also users as counted, and as arrivals a second times that time and the pause",
                "Phase",
                "#Arrivals",
                "#Mean time, ms",
                "#In flight, counted",
                "#by the law",
                "#Pause, s",
                "#Users, counted",
                "#by the law");
        for (PhaseRow row : rows) {
            Flow flow = row.flow();
            if (flow == null) {
                continue;
            }
            double rate = row.seconds() > 0 ? flow.arrivals() / row.seconds() : Double.NaN;
            Double pause = flow.thinkMillis();
            table.begin("").cell(row.name()).cell(Numbers.count(flow.arrivals()));
            table.cell(Numbers.of(flow.residenceMillis()))
                    .cell(Numbers.of(row.inFlight()))
                    .cell(Numbers.of(rate * flow.residenceMillis() / MILLIS_PER_SECOND))
                    .cell(pause == null ? Numbers.NONE : Numbers.of(pause / MILLIS_PER_SECOND))
                    .cell(pause == null ? Numbers.NONE : Numbers.of(flow.users()))
                    .cell(
                            pause == null
                                    ? Numbers.NONE
                                    : Numbers.of(rate * (flow.residenceMillis() + pause) / MILLIS_PER_SECOND))
                    .end();
        }
        table.close();
    }
}
