package dev.rapport.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {
    @Test
    void render_richReport_hasEachClaimAndWhyItDidNotPassAndTheUnmetGates() {
        Report report = RichReport.build();
        String text = TextReport.render(report);

        report.judgements().stream().flatMap(j -> j.claims().stream()).forEach(claim -> {
            assertThat(text).contains(claim.metric(), claim.limit());
            if (claim.word() != Report.Word.PASS) {
                assertThat(text).contains(claim.statement());
            }
        });
        assertThat(text).doesNotContain("rests on 50,160 answers of chat.e2e.p50");
        assertThat(text).contains(report.notes().getFirst());
        assertThat(text)
                .contains("""
                          INCONCLUSIVE chat.success                  >= 99.99 %   99.9760 %         >= 99.9610 %   50,160
                                         12 of 50,160 failed: at least 99.961 % (95 %); needs 144,344 more
                        """)
                .contains("gates: 4 of 5 met\n  NOT MET harness GC pause, longest: 31 ms (expected: <= 20 ms)\n")
                .contains("        7 chat http-5xx, such as: 503: {\"error\":\"overloaded\"}\n")
                .endsWith("verdict: seed PASS, beat INCONCLUSIVE, strict FAIL\n");
    }

    @Test
    void render_anyReport_keepsTheWidthAndTheConsole() {
        String hostile = "x\u001b[31m\n" + "long ".repeat(40) + "w".repeat(300);
        for (Report report : List.of(RichReport.build(), EmptyReport.build(), OddReport.build(hostile))) {
            assertThat(TextReport.render(report).lines())
                    .allSatisfy(line -> assertThat(line)
                            .hasSizeLessThanOrEqualTo(TextReport.WIDTH)
                            .doesNotContain("\u001b"));
        }
    }

    @Test
    void render_richReport_beginsWithTheAnswerAndTheFigures() {
        assertThat(TextReport.render(RichReport.build()))
                .containsSubsequence(
                        "published: p95 230 ms",
                        "The run proves nothing about the service",
                        "  E2E p50 · p95 · p99     104.2 · 171.8 · 262.9 ms",
                        "  Success                 99.9761 % (at least 99.9613 % (95 %), 12 of 50,160 failed)",
                        "  Throughput              27.9 chats/s (27.7 of them good)",
                        "gates: 4 of 5 met");
    }

    @Test
    void render_nothingMeasured_saysSo() {
        assertThat(TextReport.render(EmptyReport.build()))
                .contains(
                        "INTERRUPTED",
                        "gates: none checked",
                        "failures in the measured phases: none",
                        "verdict: not judged");
    }
}
