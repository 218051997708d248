package dev.rapport.loadtest.command;

import dev.rapport.loadtest.report.Report;
import java.util.List;
import java.util.Locale;

/** The verdicts of many runs, one a line. Pure. */
final class Table {
    private static final String ROW = "%-24s %-13s %-13s %-13s %s%n";

    private Table() {}

    static String of(List<Runner.Result> results) {
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, ROW, "profile", "seed", "beat", "strict", ""));
        for (Runner.Result result : results) {
            Report report = result.report();
            table.append(
                    report == null
                            ? String.format(Locale.ROOT, ROW, result.id(), "-", "-", "-", first(result.instead()))
                            : row(result.id(), report));
        }
        return table.toString();
    }

    private static String row(String id, Report report) {
        List<String> unmet = report.gates().stream()
                .filter(gate -> !gate.met())
                .map(gate -> gate.name() + " " + gate.measured() + " (expected: " + gate.expected() + ")")
                .toList();
        return String.format(
                Locale.ROOT,
                ROW,
                id,
                word(report, "seed"),
                word(report, "beat"),
                word(report, "strict"),
                String.join("; ", unmet));
    }

    private static String word(Report report, String judge) {
        return report.judgements().stream()
                .filter(judgement -> judgement.judge().equals(judge))
                .map(judgement -> judgement.word().name())
                .findFirst()
                .orElse("-");
    }

    private static String first(String text) {
        return text.lines().findFirst().orElse("");
    }
}
