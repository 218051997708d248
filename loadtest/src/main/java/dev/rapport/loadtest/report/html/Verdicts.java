package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Claims;
import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import java.util.List;

/** The verdicts, the gates, and the claims below them. */
final class Verdicts {
    private Verdicts() {}

    static void banner(Markup markup, Report report) {
        markup.open("div", "class", "cards");
        for (Judgement judgement : report.judgements()) {
            markup.open("div", "class", "card " + Badge.style(judgement.word()));
            markup.element("p", judgement.judge(), "class", "judge");
            Badge.of(markup, judgement.word());
            markup.element("p", Claims.explained(judgement.judge())).element("p", Claims.counted(judgement.claims()));
            markup.close();
        }
        gateCard(markup, report.gates());
        markup.close();
    }

    private static void gateCard(Markup markup, List<Gate> gates) {
        long unmet = gates.stream().filter(gate -> !gate.met()).count();
        String style = gates.isEmpty() || unmet > 0 ? "invalid" : "pass";
        markup.open("div", "class", "card " + style).element("p", "validity gates", "class", "judge");
        if (gates.isEmpty()) {
            Badge.show(markup, style, "!", "NONE CHECKED");
        } else {
            Badge.show(markup, style, unmet > 0 ? "!" : "✓", (gates.size() - unmet) + " of " + gates.size() + " met");
        }
        markup.element("p", "What must hold for the run to say anything about the service.");
        gates.stream()
                .filter(gate -> !gate.met())
                .forEach(gate -> markup.element(
                        "p",
                        "Not met: " + gate.name() + ", " + gate.measured() + " (expected: " + gate.expected() + ")"));
        markup.close();
    }

    static void gates(Markup markup, List<Gate> gates) {
        Table table = Table.open(markup, "Validity gates", "Gate", "Met", "#Measured", "#Expected");
        for (Gate gate : gates) {
            table.begin("").cell(gate.name());
            table.cells(m -> Badge.gate(m, gate.met()))
                    .cell(gate.measured())
                    .cell(gate.expected())
                    .end();
        }
        table.close();
    }

    static void claims(Markup markup, List<Judgement> judgements) {
        if (judgements.isEmpty()) {
            markup.element("p", "Nothing was judged.");
        }
        for (Judgement judgement : judgements) {
            String caption = judgement.judge() + ": " + judgement.word() + ", " + Claims.counted(judgement.claims());
            Table table = Table.open(
                    markup, caption, "Metric", "Verdict", "#Limit", "#Value", "#Interval", "#Confidence", "#n");
            judgement.claims().forEach(claim -> claim(table, claim));
            table.close();
        }
    }

    private static void claim(Table table, ClaimRow claim) {
        String said = Claims.said(claim);
        table.begin(said.isEmpty() ? "" : "before").cell(claim.metric());
        table.cells(m -> Badge.of(m, claim.word()));
        table.cell(claim.limit())
                .cell(Claims.value(claim))
                .cell(Numbers.interval(claim.low(), claim.high(), claim.unit()))
                .cell(claim.confidence() > 0 ? Numbers.tick(100 * claim.confidence()) + " %" : Numbers.NONE)
                .cell(Numbers.count(claim.n()))
                .end();
        if (!said.isEmpty()) {
            table.note(said);
        }
    }
}
