package dev.rapport.loadtest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {
    private static final String PAGE = """
            # HELP jvm_memory_used_bytes The amount of used memory
            # TYPE jvm_memory_used_bytes gauge
            jvm_memory_used_bytes{area="heap",id="Eden Space"} 4773760.0
            jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 5.2861784E7
            jvm_memory_used_bytes{area="nonheap",id="CodeHeap 'non-nmethods'"} 1550336.0
            rapport_loop_blocked_total 13.0
            rapport_loop_blocked_total_other 99

            odd{text="a } brace, a \\"quote\\" and a \\\\",} 1 1700000000000
            odd{text="line\\nbreak"} +Inf
            """;

    private final MetricsPage page = MetricsPage.parse(PAGE);

    @Test
    void sum_withALabel_isOfThoseThatHaveIt() {
        assertThat(page.sum("jvm_memory_used_bytes", Map.of("area", "heap"))).hasValue(57_635_544);
        assertThat(page.sum("jvm_memory_used_bytes")).hasValue(59_185_880);
    }

    @Test
    void sum_nameThatIsThereOnlyAsABeginning_isNotCounted() {
        assertThat(page.sum("rapport_loop_blocked_total")).hasValue(13);
        assertThat(page.sum("rapport_loop_blocked")).isEmpty();
        assertThat(page.sum("jvm_memory_used_bytes", Map.of("area", "none"))).isEmpty();
    }

    @Test
    void max_severalLabelSets_isTheLargest() {
        assertThat(page.max("jvm_memory_used_bytes")).hasValue(52_861_784);
    }

    @Test
    void parse_escapedLabelsAndATimeStamp_areRead() {
        assertThat(page.series())
                .contains(
                        new MetricsPage.Series("odd", Map.of("text", "a } brace, a \"quote\" and a \\"), 1),
                        new MetricsPage.Series("odd", Map.of("text", "line\nbreak"), Double.POSITIVE_INFINITY));
    }

    @Test
    void parse_emptyPage_hasNothing() {
        assertThat(MetricsPage.parse("").series()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "name x", "name{a=\"b\" 1", "name{a=\"b} 1", "name{a=b} 1", "name{a}"})
    void parse_lineOfAnotherForm_isNamed(String line) {
        assertThatThrownBy(() -> MetricsPage.parse("good 1\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metrics: " + line + " (expected: ");
    }
}
