package dev.rapport.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.report.Report.Judgement;
import dev.rapport.loadtest.report.Report.Word;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitReportTest {
    @Test
    void render_richReport_hasOneCaseForEachClaim() {
        Document xml = Parsed.xml(JunitReport.render(RichReport.build()));

        List<Element> suites = Parsed.all(xml, "testsuite");
        assertThat(suites)
                .extracting(suite -> suite.getAttribute("name"))
                .containsExactly(
                        "harmoniq-natural-500.seed", "harmoniq-natural-500.beat", "harmoniq-natural-500.strict");
        assertThat(suites).extracting(suite -> suite.getAttribute("tests")).containsExactly("4", "3", "5");
        assertThat(Parsed.all(xml, "testcase")).hasSize(12);
        Element root = xml.getDocumentElement();
        assertThat(List.of(
                        root.getAttribute("tests"),
                        root.getAttribute("failures"),
                        root.getAttribute("errors"),
                        root.getAttribute("skipped")))
                .containsExactly("12", "1", "1", "3");
    }

    @Test
    void render_words_becomeTheirElements() {
        Document xml = Parsed.xml(JunitReport.render(RichReport.build()));

        assertThat(Parsed.all(xml, "failure"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getAttribute("message"))
                        .isEqualTo(
                                "chat.e2e.p99: 262.3 ms (expected: <= 250 ms; interval 255.1 to 271.9 ms; n 50,160); rests on 50,160"
                                        + " answers of chat.e2e.p99"));
        assertThat(Parsed.all(xml, "skipped"))
                .hasSize(3)
                .allSatisfy(
                        skipped -> assertThat(skipped.getAttribute("message")).contains("expected:"));
        assertThat(Parsed.all(xml, "error"))
                .singleElement()
                .satisfies(
                        error -> assertThat(error.getAttribute("message")).startsWith("chat.integrity.violations: 0 "));
        assertThat(Parsed.all(xml, "system-out")).hasSize(7);
    }

    @Test
    void render_gateNotMet_makesEveryCaseAnErrorThatNamesTheGateAndTheClaim() {
        Report rich = RichReport.build();
        List<Judgement> invalid = rich.judgements().stream()
                .map(judgement -> new Judgement(judgement.judge(), Word.INVALID, judgement.claims()))
                .toList();
        Document xml = Parsed.xml(JunitReport.render(rich.with(rich.gates(), invalid, List.of())));

        assertThat(Parsed.all(xml, "error"))
                .hasSize(12)
                .allSatisfy(error -> assertThat(error.getAttribute("message"))
                        .startsWith("The run is invalid: harness GC pause, longest: 31 ms (expected: <= 20 ms)."
                                + " By itself the claim says "));
        assertThat(Parsed.all(xml, "error").getFirst().getAttribute("message"))
                .contains("By itself the claim says PASS: chat.e2e.p50: 104.2 ms");
        assertThat(Parsed.all(xml, "failure")).isEmpty();
        assertThat(Parsed.all(xml, "system-out")).isEmpty();
        assertThat(counts(xml.getDocumentElement())).containsExactly("12", "0", "12", "0");
        assertThat(counts(Parsed.all(xml, "testsuite").getLast())).containsExactly("5", "0", "5", "0");
    }

    @Test
    void render_claimThatCouldNotBeJudged_makesItsJudgementsCasesErrors() {
        Report rich = RichReport.build();
        Judgement strict = rich.judgements().getLast();
        Judgement invalid = new Judgement(
                "strict",
                Word.INVALID,
                strict.claims().stream()
                        .filter(claim -> claim.word() != Word.FAIL)
                        .toList());
        Document xml = Parsed.xml(JunitReport.render(rich.with(List.of(), List.of(invalid), List.of())));

        assertThat(counts(xml.getDocumentElement())).containsExactly("4", "0", "4", "0");
        assertThat(Parsed.all(xml, "error"))
                .allSatisfy(error -> assertThat(error.getAttribute("message"))
                        .contains("could not be judged: chat.integrity.violations."));
    }

    @Test
    void render_gateNotMetAndNothingJudged_isNotGreen() {
        Report rich = RichReport.build();
        Document xml = Parsed.xml(JunitReport.render(rich.with(rich.gates(), List.of(), List.of())));

        assertThat(counts(xml.getDocumentElement())).containsExactly("1", "0", "1", "0");
        assertThat(Parsed.all(xml, "error"))
                .singleElement()
                .satisfies(error -> assertThat(error.getAttribute("message")).contains("harness GC pause"));
    }

    private static List<String> counts(Element suite) {
        return List.of(
                suite.getAttribute("tests"),
                suite.getAttribute("failures"),
                suite.getAttribute("errors"),
                suite.getAttribute("skipped"));
    }

    @Test
    void render_hostileTexts_areEscaped() {
        String text = "<a b=\"c\">]]>&'";
        Document xml = Parsed.xml(JunitReport.render(OddReport.build(text)));

        assertThat(Parsed.all(xml, "testcase").getFirst().getAttribute("name")).isEqualTo(text + " " + text);
        assertThat(Parsed.all(Parsed.xml(JunitReport.render(EmptyReport.build())), "testcase"))
                .isEmpty();
    }
}
