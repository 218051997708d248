package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.report.html.Markup;
import java.util.List;
import java.util.Locale;

/**
 * The report as JUnit XML: a suite for each judge, a case for each claim. What is inconclusive is skipped, and what is
 * invalid is an error, each with the reason.
 */
public final class JunitReport {
    private JunitReport() {}

    public static String render(Report report) {
        Markup markup = new Markup();
        markup.prologue("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        List<ClaimRow> all =
                report.judgements().stream().flatMap(j -> j.claims().stream()).toList();
        markup.open("testsuites", counts(report.profile().id(), all));
        report.judgements().forEach(judgement -> suite(markup, report, judgement));
        markup.close();
        return markup.end();
    }

    private static String[] counts(String name, List<ClaimRow> claims) {
        return new String[] {
            "name", name,
            "tests", String.valueOf(claims.size()),
            "failures", count(claims, Word.FAIL),
            "errors", count(claims, Word.INVALID),
            "skipped", count(claims, Word.INCONCLUSIVE)
        };
    }

    private static String count(List<ClaimRow> claims, Word word) {
        return String.valueOf(
                claims.stream().filter(claim -> claim.word() == word).count());
    }

    private static void suite(Markup markup, Report report, Judgement judgement) {
        String name = report.profile().id() + "." + judgement.judge();
        markup.open("testsuite", counts(name, judgement.claims()));
        markup.open("properties");
        property(markup, "run", report.run().id());
        property(markup, "tier", report.profile().tier());
        property(markup, "started", report.run().startedAt());
        property(
                markup,
                "seconds",
                String.format(Locale.ROOT, "%.3f", report.run().seconds()));
        property(markup, "verdict", judgement.word().name());
        report.gates().stream()
                .filter(gate -> !gate.met())
                .forEach(gate -> property(
                        markup,
                        "gate not met",
                        gate.name() + ": " + gate.measured() + " (expected: " + gate.expected() + ")"));
        markup.close();
        judgement.claims().forEach(claim -> testcase(markup, name, claim));
        markup.close();
    }

    private static void property(Markup markup, String name, String value) {
        markup.empty("property", "name", name, "value", value);
    }

    private static void testcase(Markup markup, String suite, ClaimRow claim) {
        markup.open("testcase", "classname", suite, "name", claim.metric() + " " + claim.limit());
        String message = message(claim);
        switch (claim.word()) {
            case PASS -> markup.element("system-out", message);
            case FAIL -> markup.element("failure", message, "message", message, "type", "limit");
            case INCONCLUSIVE -> markup.empty("skipped", "message", message);
            case INVALID -> markup.element("error", message, "message", message, "type", "invalid");
        }
        markup.close();
    }

    private static String message(ClaimRow claim) {
        String said = Claims.said(claim);
        return claim.metric() + ": " + Claims.value(claim) + " (expected: " + claim.limit() + "; interval "
                + Numbers.interval(claim.low(), claim.high(), claim.unit()) + "; n " + Numbers.count(claim.n()) + ")"
                + (said.isEmpty() ? "" : "; " + said);
    }
}
