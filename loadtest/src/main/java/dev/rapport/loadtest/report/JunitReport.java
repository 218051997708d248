package dev.rapport.loadtest.report;

import dev.rapport.loadtest.report.Report.ClaimRow;
import dev.rapport.loadtest.report.Report.Gate;
import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import dev.rapport.loadtest.report.html.Markup;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The report as JUnit XML: a suite for each judge, a case for each claim. What is inconclusive is skipped, and what is
 * invalid is an error, each with the reason; where a gate is not met, every claim is invalid.
 */
public final class JunitReport {
    private JunitReport() {}

    public static String render(Report report) {
        Markup markup = new Markup();
        markup.prologue("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        List<Word> all = report.judgements().stream()
                .flatMap(judgement -> words(judgement).stream())
                .toList();
        boolean nothingElseSaysSo = all.isEmpty() && !Headline.unmet(report).isEmpty();
        markup.open("testsuites", counts(report.profile().id(), nothingElseSaysSo ? List.of(Word.INVALID) : all));
        report.judgements().forEach(judgement -> suite(markup, report, judgement));
        if (nothingElseSaysSo) {
            gatesAlone(markup, report);
        }
        markup.close();
        return markup.end();
    }

    /** What each case becomes: where the judgement is invalid, no claim of it has been shown or refuted. */
    private static List<Word> words(Judgement judgement) {
        return judgement.claims().stream()
                .map(claim -> judgement.word() == Word.INVALID ? Word.INVALID : claim.word())
                .toList();
    }

    private static String[] counts(String name, List<Word> words) {
        return new String[] {
            "name", name,
            "tests", String.valueOf(words.size()),
            "failures", count(words, Word.FAIL),
            "errors", count(words, Word.INVALID),
            "skipped", count(words, Word.INCONCLUSIVE)
        };
    }

    private static String count(List<Word> words, Word word) {
        return String.valueOf(words.stream().filter(each -> each == word).count());
    }

    /** Without claims there would be no case, and a file without cases is green. */
    private static void gatesAlone(Markup markup, Report report) {
        String name = report.profile().id() + ".gates";
        markup.open("testsuite", counts(name, List.of(Word.INVALID)));
        markup.open("testcase", "classname", name, "name", "validity gates");
        String message = whyInvalid(report);
        markup.element("error", message, "message", message, "type", "invalid");
        markup.close();
        markup.close();
    }

    private static void suite(Markup markup, Report report, Judgement judgement) {
        String name = report.profile().id() + "." + judgement.judge();
        markup.open("testsuite", counts(name, words(judgement)));
        markup.open("properties");
        property(markup, "run", report.run().id());
        property(markup, "tier", report.profile().tier());
        property(markup, "started", report.run().startedAt());
        property(
                markup,
                "seconds",
                String.format(Locale.ROOT, "%.3f", report.run().seconds()));
        property(markup, "verdict", judgement.word().name());
        Headline.unmet(report).forEach(gate -> property(markup, "gate not met", said(gate)));
        markup.close();
        judgement.claims().forEach(claim -> testcase(markup, name, claim, invalid(report, judgement)));
        markup.close();
    }

    private static void property(Markup markup, String name, String value) {
        markup.empty("property", "name", name, "value", value);
    }

    private static String said(Gate gate) {
        return gate.name() + ": " + gate.measured() + " (expected: " + gate.expected() + ")";
    }

    /** Why no claim of the judgement counts; empty if they do. */
    private static String invalid(Report report, Judgement judgement) {
        if (judgement.word() != Word.INVALID) {
            return "";
        }
        if (!Headline.unmet(report).isEmpty()) {
            return whyInvalid(report);
        }
        return "The judgement is invalid: could not be judged: "
                + judgement.claims().stream()
                        .filter(claim -> claim.word() == Word.INVALID)
                        .map(ClaimRow::metric)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static String whyInvalid(Report report) {
        return "The run is invalid: "
                + Headline.unmet(report).stream().map(JunitReport::said).collect(Collectors.joining("; "));
    }

    private static void testcase(Markup markup, String suite, ClaimRow claim, String invalid) {
        markup.open("testcase", "classname", suite, "name", claim.metric() + " " + claim.limit());
        if (!invalid.isEmpty()) {
            String message = invalid + ". By itself the claim says " + claim.word() + ": " + message(claim);
            markup.element("error", message, "message", message, "type", "invalid");
            markup.close();
            return;
        }
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
