package dev.rapport.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.report.Comparison.Finding;
import dev.rapport.loadtest.report.Comparison.Shift;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Shift SURE_BUT_SMALL = new Shift(50, 100, 4.9, 4, 6);
    private static final Shift LARGE_BUT_UNSURE = new Shift(90, 100, 30, -1, 60);
    private static final Shift SLOWER = new Shift(99, 100, 30, 12, 50);
    private static final Shift FASTER = new Shift(99.9, 100, -30, -50, -1);

    private static Comparison compare(boolean twins, Shift... shifts) {
        return new Comparison(RichReport.build(), RichReport.build(7), "chat.e2e", twins, List.of(shifts), 0.95);
    }

    @Test
    void finding_needsFivePercentAndTheBand() {
        assertThat(List.of(SURE_BUT_SMALL, LARGE_BUT_UNSURE, SLOWER, FASTER))
                .extracting(Shift::finding)
                .containsExactly(Finding.NO_DIFFERENCE, Finding.NO_DIFFERENCE, Finding.SLOWER, Finding.FASTER);
    }

    @Test
    void verdict_namesThePercentiles() {
        assertThat(compare(false, SURE_BUT_SMALL, SLOWER, FASTER).verdict())
                .isEqualTo("B is slower at p99; B is faster at p99.9.");
        assertThat(compare(false, SURE_BUT_SMALL).verdict())
                .isEqualTo("No difference shown: nowhere above 5 % and outside of the band.");
        assertThat(compare(false).verdict()).isEqualTo("Nothing to compare.");
    }

    @Test
    void render_twins_isTheClosedLoopBias() {
        Comparison twins = compare(true, SURE_BUT_SMALL, LARGE_BUT_UNSURE, SLOWER);

        assertThat(Parsed.text(CompareHtml.render(twins)))
                .contains(
                        "Closed-loop bias", "B is slower at p99.", "no difference shown", "12.0 to 50.0 ms", "30.00 %");
        assertThat(CompareText.render(twins)).startsWith("Closed-loop bias").contains("p99          B is slower");
        assertThat(CompareText.render(compare(false, SLOWER))).startsWith("Comparison");
    }

    @Test
    void render_anything_isWellFormedAndKeepsTheWidth() {
        Report odd = OddReport.build("<b>\"&]]>\u0007 " + "w".repeat(200));
        Shift none = new Shift(50, 0, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        for (Comparison comparison : List.of(
                new Comparison(odd, EmptyReport.build(), "<m>", true, List.of(none), 0.95),
                new Comparison(EmptyReport.build(), odd, "<m>", false, List.of(), 0))) {
            assertThat(Parsed.xml(CompareHtml.render(comparison))
                            .getElementsByTagName("b")
                            .getLength())
                    .isZero();
            assertThat(CompareText.render(comparison).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(TextReport.WIDTH));
        }
    }
}
