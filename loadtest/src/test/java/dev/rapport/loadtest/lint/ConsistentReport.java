package dev.rapport.loadtest.lint;

import dev.rapport.loadtest.report.LeakRow;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.Charts;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.CostRow;
import dev.rapport.loadtest.report.Report.Curve;
import dev.rapport.loadtest.report.Report.FailureRow;
import dev.rapport.loadtest.report.Report.Flow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.OperationRow;
import dev.rapport.loadtest.report.Report.PhaseRow;
import dev.rapport.loadtest.report.Report.Quantiles;
import dev.rapport.loadtest.report.Report.StageRow;
import dev.rapport.loadtest.report.Report.Timeline;
import dev.rapport.loadtest.report.Report.Word;
import java.util.List;
import java.util.Map;

/** A report whose numbers belong together: 25 users, 1,000 chats in 100 s, two of which failed. */
final class ConsistentReport {
    private static final String YAML = "id: fixture\n";

    private ConsistentReport() {}

    static Report make() {
        return new Report(
                new Report.Profile("fixture", "25 users", "", "ci", ResourceLaws.sha256(YAML), YAML),
                new Report.Run("r1", "2026-01-02T03:04:05Z", 112, false, "simulated"),
                judgements(),
                List.of(new Gate("dispatch delay p99", true, "3.2 ms", "<= 5 ms")),
                operations(),
                phases(),
                charts(),
                List.of(new StageRow(
                        "p50", 120, List.of(new StageRow.Stage("llm", 100), new StageRow.Stage("rest", 20)))),
                List.of(new FailureRow("chat", "truncated-clean", 2, "no [DONE]")),
                List.of(new LeakRow("chat-1", "heap", "MB/h", 1, -2, 4, 10, 3, 0.4, 60, "NO LEAK")),
                List.of(
                        new CostRow("services", "CPU ms", 20, 19_800),
                        new CostRow("services", "bytes", 1_000, 990_000)),
                List.of(),
                Map.of("cores", "2"),
                List.of());
    }

    private static List<Judgement> judgements() {
        ClaimRow seed =
                new ClaimRow("chat.e2e.p99", "ms", "<= 330 ms", 310.0, 290.0, 325.0, 0, 1_000, Word.PASS, "", 0);
        ClaimRow beat =
                new ClaimRow("chat.e2e.p99", "ms", "<= 330 ms", 310.0, 290.0, 325.0, 0.95, 1_000, Word.PASS, "", 0);
        ClaimRow strict = new ClaimRow(
                "chat.success",
                "%",
                ">= 99.9 %",
                0.998,
                0.9928,
                0.9998,
                0.95,
                1_000,
                Word.INCONCLUSIVE,
                "2 of 1,000 failed: at least 99.37 % (95 %)",
                5_294);
        return List.of(
                new Judgement("seed", Word.PASS, List.of(seed)),
                new Judgement("beat", Word.PASS, List.of(beat)),
                new Judgement("strict", Word.INCONCLUSIVE, List.of(beat, strict)));
    }

    private static List<OperationRow> operations() {
        Quantiles e2e = new Quantiles("e2e", 998, 130.0, 120.0, 200.0, 300.0, 520.0, 520.0, 120.0, 201.0, 310.0);
        Quantiles health = new Quantiles("e2e", 60, 2.0, 1.5, 4.0, 6.0, 6.0, 6.0, 1.5, 4.0, 6.0);
        return List.of(
                new OperationRow("chat", 1_000, 998, 2, 0, 9.98, 9.9, 0.9937, List.of(e2e)),
                new OperationRow("health", 60, 60, 0, 0, 0.6, 0.6, 0.9512, List.of(health)));
    }

    private static List<PhaseRow> phases() {
        return List.of(
                new PhaseRow("warm-up", "warm-up", 0, "25 users", 10, 0, 9, 9, 1.2, 1, 119.0, 190.0, 250.0),
                new PhaseRow(
                        "steady",
                        "measured",
                        0,
                        "25 users",
                        100,
                        10,
                        9.98,
                        9.9,
                        1.31,
                        0.998,
                        120.0,
                        200.0,
                        300.0,
                        new Flow(1_000, 131, 25, 2_369.0),
                        null));
    }

    private static Charts charts() {
        return new Charts(
                List.of(new Curve("e2e", false, List.of(50.0, 95.0, 99.0), List.of(120.0, 200.0, 300.0))),
                null,
                new Timeline(
                        50,
                        List.of(10.0, 10.0),
                        List.of(10.0, 9.96),
                        List.of(9.9, 9.9),
                        List.of(0.0, 0.04),
                        List.of(1.3, 1.32),
                        List.of(120.0, 120.0),
                        List.of(300.0, 300.0),
                        List.of(0.01, 0.01)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }
}
