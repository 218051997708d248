package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.FailureRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report for the console: the answer and the headline figures, gates that are not met, what failed most, and the claims.
 * What a claim's numbers show is said of those that did not pass; the other forms say it of all. Pure.
 */
public final class TextReport {
    /** No line is longer. */
    static final int WIDTH = 100;

    /** Of failures; the others are counted in one line. */
    private static final int FAILURES_MAX = 5;

    private final TextLines out = new TextLines(WIDTH);

    private TextReport() {}

    public static String render(Report report) {
        TextReport text = new TextReport();
        text.head(report);
        text.out.blank();
        text.out.wrapped("", Headline.answer(report));
        Headline.figures(report)
                .forEach(figure -> text.out.wrapped(
                        String.format("  %-24s", figure.name()), figure.value() + " (" + figure.note() + ")"));
        text.out.blank();
        text.gates(report.gates());
        text.failures(report.failures());
        text.answers(report.answers());
        text.out.blank();
        report.judgements().forEach(text::judgement);
        report.notes().forEach(note -> text.out.wrapped("note: ", note));
        text.words(report.judgements());
        return text.out.toString();
    }

    private void head(Report report) {
        Report.Run run = report.run();
        out.wrapped(
                "",
                report.profile().id() + " (" + report.profile().tier() + "): "
                        + report.profile().summary());
        out.wrapped(
                "",
                "run " + run.id() + ", " + run.startedAt() + ", " + Numbers.clock(run.seconds())
                        + (run.interrupted() ? ", INTERRUPTED" : "") + ", provider: " + run.provider());
        if (!report.profile().claim().isEmpty()) {
            out.wrapped("published: ", report.profile().claim());
        }
    }

    private void judgement(Judgement judgement) {
        out.wrapped("", judgement.judge() + ": " + judgement.word() + " (" + Claims.counted(judgement) + ")");
        out.columns("  ", "", "metric", "limit", "value", "interval", "n");
        judgement.claims().forEach(this::claim);
        out.blank();
    }

    private void claim(ClaimRow claim) {
        out.columns(
                "  ",
                claim.word().name(),
                claim.metric(),
                claim.limit(),
                Claims.value(claim),
                Numbers.interval(claim.low(), claim.high(), claim.unit()),
                Numbers.count(claim.n()));
        String said = Claims.said(claim);
        if (!said.isEmpty() && claim.word() != Word.PASS) {
            out.wrapped("                 ", said);
        }
    }

    private void gates(List<Gate> gates) {
        List<Gate> unmet = gates.stream().filter(gate -> !gate.met()).toList();
        if (gates.isEmpty()) {
            out.wrapped("", "gates: none checked");
        } else {
            out.wrapped("", "gates: " + (gates.size() - unmet.size()) + " of " + gates.size() + " met");
        }
        unmet.forEach(gate -> out.wrapped(
                "  NOT MET ", gate.name() + ": " + gate.measured() + " (expected: " + gate.expected() + ")"));
    }

    private void failures(List<FailureRow> failures) {
        if (failures.isEmpty()) {
            out.wrapped("", "failures in the measured phases: none");
            return;
        }
        out.wrapped("", "failures in the measured phases: " + Numbers.count(sum(failures)));
        List<FailureRow> most = failures.stream()
                .sorted(Comparator.comparingLong(FailureRow::count).reversed())
                .toList();
        most.stream()
                .limit(FAILURES_MAX)
                .forEach(row -> out.wrapped(
                        String.format("%9s ", Numbers.count(row.count())),
                        row.operation() + " " + row.failure()
                                + (row.example().isEmpty() ? "" : ", such as: " + row.example())));
        if (most.size() > FAILURES_MAX) {
            long rest = sum(most.subList(FAILURES_MAX, most.size()));
            out.wrapped(String.format("%9s ", Numbers.count(rest)), "of other classes");
        }
    }

    private void answers(@Nullable List<AnswerRow> rows) {
        if (rows == null || rows.isEmpty()) {
            return;
        }
        out.wrapped("", "how chats ended, by phase:");
        rows.forEach(row -> out.wrapped(
                "  ",
                row.phase() + ": " + Numbers.count(row.requests()) + " = "
                        + Numbers.count(row.model()) + " by a model + " + Numbers.count(row.local()) + " local + "
                        + Numbers.count(row.limited()) + " with 429 + " + Numbers.count(row.refused503())
                        + " with 503 + "
                        + Numbers.count(row.other()) + " otherwise; " + Numbers.count(row.replaced()) + " replaced"));
    }

    private static long sum(List<FailureRow> rows) {
        return rows.stream().mapToLong(FailureRow::count).sum();
    }

    private void words(List<Judgement> judgements) {
        out.blank();
        out.wrapped("", "verdict: " + Claims.words(judgements));
    }
}
