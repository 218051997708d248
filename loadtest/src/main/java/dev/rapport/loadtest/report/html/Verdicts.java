package dev.rapport.loadtest.report.html;

import dev.rapport.loadtest.report.Claims;
import dev.rapport.loadtest.report.Headline;
import dev.rapport.loadtest.report.Numbers;
import dev.rapport.loadtest.report.Report;
import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.List;

/** The verdicts, the gates, and the claims below them. */
final class Verdicts {
    private Verdicts() {}

    /** Does the claim hold, and if not, why? Fits on the first screen together with the figures. */
    static void banner(Markup markup, Report report) {
        markup.element("p", Headline.answer(report), "class", "answer");
        figures(markup, Headline.figures(report));
        markup.open("div", "class", "cards");
        report.judgements().forEach(judgement -> card(markup, judgement));
        if (report.gates().isEmpty()) {
            markup.open("div", "class", "card invalid").element("p", "validity gates", "class", "judge");
            Badge.show(markup, "invalid", "!", "NONE CHECKED");
            markup.element("p", "What must hold for the run to say anything about the service.")
                    .close();
        }
        markup.close();
        why(markup, report);
    }

    private static void figures(Markup markup, List<Headline.Figure> figures) {
        if (figures.isEmpty()) {
            return;
        }
        markup.open("dl", "class", "figures");
        for (Headline.Figure figure : figures) {
            markup.open("div").element("dt", figure.name()).element("dd", figure.value(), "class", "figure");
            markup.element("dd", figure.note()).close();
        }
        markup.close();
    }

    private static void card(Markup markup, Judgement judgement) {
        markup.open("div", "class", "card " + Badge.style(judgement.word()));
        markup.element("p", judgement.judge(), "class", "judge");
        Badge.of(markup, judgement.word());
        Word alone = Claims.alone(judgement.claims());
        if (alone != judgement.word() && !judgement.claims().isEmpty()) {
            markup.open("p", "class", "alone").text("by the limits alone ");
            Badge.of(markup, alone);
            markup.close();
        }
        markup.element("p", Claims.counted(judgement.claims())).element("p", Claims.explained(judgement.judge()));
        markup.close();
    }

    private static void why(Markup markup, Report report) {
        List<Gate> unmet = Headline.unmet(report);
        if (unmet.isEmpty()) {
            if (!report.gates().isEmpty()) {
                markup.element(
                        "p", "All " + report.gates().size() + " validity gates are met.", "class", "muted all-met");
            }
            return;
        }
        markup.open("div", "class", "why", "role", "note", "aria-label", "Why the run is invalid");
        markup.element(
                "p", "Why INVALID: " + unmet.size() + " of " + report.gates().size() + " validity gates not met");
        markup.open("ul");
        for (Gate gate : unmet) {
            markup.open("li").element("strong", gate.name()).text(": " + gate.measured());
            markup.element("span", " (expected: " + gate.expected() + ")", "class", "muted")
                    .close();
        }
        markup.close().close();
    }

    static void gates(Markup markup, List<Gate> gates) {
        Table table = Table.open(markup, "Validity gates", "Gate", "Met", "Measured", "Expected");
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
            String caption = judgement.judge() + ": " + judgement.word() + ", " + Claims.counted(judgement);
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
