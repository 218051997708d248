package dev.rapport.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class HtmlReportTest {
    private static final String HOSTILE =
            "<script>alert(\"1\")</script> ' ]]> & \u0000\u001b[31m\ud800 http://x.example";

    private final Report rich = RichReport.build();
    private final String html = HtmlReport.render(rich);

    @Test
    void render_richReport_saysEverythingThatIsInIt() {
        String text = Parsed.text(html);

        assertThat(text)
                .contains(rich.notes())
                .contains(rich.laws())
                .contains(rich.profile().yaml());
        assertThat(text)
                .contains(
                        rich.profile().summary(),
                        rich.profile().claim(),
                        rich.profile().hash());
        rich.gates().forEach(gate -> assertThat(text).contains(gate.name(), gate.measured(), gate.expected()));
        rich.failures().forEach(row -> assertThat(text).contains(row.failure(), row.example()));
        rich.provenance().forEach((name, value) -> assertThat(text).contains(name, value));
        rich.judgements().stream()
                .flatMap(j -> j.claims().stream())
                .forEach(claim -> assertThat(text)
                        .contains(claim.metric(), claim.limit(), claim.statement(), Claims.value(claim)));
        assertThat(text).contains("needs 144,344 more").contains("NO LEAK").contains("HarmoniqOS (published)");
    }

    @Test
    void render_anyReport_isWellFormedAndTheSameEachTime() {
        for (Report report : List.of(rich, EmptyReport.build(), OddReport.build(HOSTILE), OddReport.build(""))) {
            String page = HtmlReport.render(report);

            assertThat(Parsed.xml(page).getDocumentElement().getTagName()).isEqualTo("html");
            assertThat(HtmlReport.render(report)).isEqualTo(page);
            assertThat(page).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain(">null<");
        }
        assertThat(HtmlReport.render(RichReport.build())).isEqualTo(html);
        assertThat(HtmlReport.render(RichReport.build(7))).isNotEqualTo(html);
    }

    @Test
    void render_hostileTexts_areTextAndNothingElse() {
        String page = HtmlReport.render(OddReport.build(HOSTILE));

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("]]>")
                .doesNotContain("\u001b")
                .contains("&lt;script&gt;");
        assertThat(Parsed.text(page))
                .contains("<script>alert(\"1\")</script> ' ]]> & \ufffd\ufffd[31m\ufffd http://x.example");
    }

    @Test
    void render_anyReport_loadsNothing() {
        for (Report report : List.of(rich, OddReport.build("\" onload=\"x http://x.example"))) {
            Document page = Parsed.xml(HtmlReport.render(report));
            for (String tag : List.of("script", "link", "img", "iframe", "object", "embed", "use", "image", "base")) {
                assertThat(page.getElementsByTagName(tag).getLength()).as(tag).isZero();
            }
            for (Element element : Parsed.all(page, "*")) {
                for (String name : List.of("src", "style", "onload", "xlink:href", "srcset")) {
                    assertThat(element.hasAttribute(name))
                            .as(element.getTagName() + " " + name)
                            .isFalse();
                }
                assertThat(element.getAttribute("href")).matches("(#.*)?");
            }
            assertThat(Parsed.all(page, "style").getFirst().getTextContent()).doesNotContain("url(", "@import");
        }
    }

    @Test
    void render_policy_allowsTheOneStyleOnly() throws Exception {
        Document page = Parsed.xml(html);
        byte[] css = Parsed.all(page, "style").getFirst().getTextContent().getBytes(StandardCharsets.UTF_8);
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(css));

        assertThat(Parsed.all(page, "meta"))
                .filteredOn(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .extracting(meta -> meta.getAttribute("content"))
                .containsExactly(
                        "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'");
    }

    @Test
    void render_everyDrawing_hasTitleDescriptionAndTable() {
        Document page = Parsed.xml(html);
        Set<String> ids = new HashSet<>();
        Parsed.all(page, "*").stream()
                .map(e -> e.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .forEach(id -> assertThat(ids.add(id)).as("id %s is unique", id).isTrue());
        List<Element> drawings = Parsed.all(page, "svg");
        long changing = rich.charts().resources().stream()
                .filter(series -> series.values().stream().distinct().count() > 1)
                .count();
        assertThat(drawings).hasSize(10 + (int) changing);
        for (Element svg : drawings) {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(ids).contains(svg.getAttribute("aria-labelledby").split(" ", -1));
        }
        for (Element figure : Parsed.all(page, "figure")) {
            Element details = (Element) figure.getElementsByTagName("details").item(0);
            assertThat(details.getElementsByTagName("td").getLength())
                    .as(figure.getAttribute("id"))
                    .isPositive();
        }
    }

    @Test
    void render_firstScreen_answersAndSaysWhyItIsInvalid() {
        Report invalid = rich.with(
                rich.gates(),
                rich.judgements().stream()
                        .map(j -> new Report.Judgement(j.judge(), Report.Word.INVALID, j.claims()))
                        .toList(),
                rich.laws());
        Element header =
                Parsed.all(Parsed.xml(HtmlReport.render(invalid)), "header").getFirst();
        String text = header.getTextContent();

        assertThat(text)
                .contains("1 of 5 validity gates was not met", "seed PASS, beat INCONCLUSIVE, strict FAIL")
                .contains("harness GC pause, longest: 31 ms (expected: <= 20 ms)")
                .contains("104.2 · 171.8 · 262.9 ms", "99.9761 %", "27.9 chats/s")
                .contains("by the limits alone ");
        assertThat(text.indexOf("proves nothing"))
                .isLessThan(text.indexOf(rich.notes().getFirst()));
    }

    @Test
    void render_resourcesThatNeverChange_areSaidInWords() {
        Report.Charts c = rich.charts();
        Report.ResourceSeries flat = new Report.ResourceSeries(
                "redis", "threads", "threads", List.of(0.0, 1.0), List.of(5.0, 5.0), List.of());
        Report report = new Report(
                rich.profile(),
                rich.run(),
                rich.judgements(),
                rich.gates(),
                rich.operations(),
                rich.phases(),
                new Report.Charts(
                        c.percentiles(),
                        c.heatMap(),
                        c.timeline(),
                        c.gaps(),
                        c.worstStreams(),
                        c.failures(),
                        List.of(flat),
                        c.scaling(),
                        c.recovery(),
                        c.staircase()),
                rich.waterfall(),
                rich.failures(),
                rich.leaks(),
                rich.costs(),
                rich.laws(),
                rich.provenance(),
                rich.notes());

        assertThat(Parsed.text(HtmlReport.render(report))).contains("Never changed: redis 5.00.");
    }

    @Test
    void render_halfAnHour_isThinnedAndSaysSo() {
        assertThat(Parsed.text(html)).contains("Drawn with 266 columns of 7 windows (7 s) each.");
        assertThat(html.length()).isLessThan(700_000);
    }

    @Test
    void render_nothingMeasured_saysSo() {
        String text = Parsed.text(HtmlReport.render(EmptyReport.build()));

        assertThat(text)
                .contains(
                        "Nothing was judged.",
                        "NONE CHECKED",
                        "No request failed in the measured phases.",
                        "interrupted");
        assertThat(text)
                .contains(
                        "Not part of this run: latencies, stages, gaps between tokens, leaks, scaling, recovery, rate limit.");
    }
}
