package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSummaryTest {
    @TempDir
    private Path root;

    private Path report(String module, String kind, String attributes) throws Exception {
        Path folder =
                Files.createDirectories(root.resolve(module).resolve("target").resolve(kind));
        Path file = folder.resolve("TEST-" + attributes.hashCode() + ".xml");
        return Files.writeString(file, "<?xml version=\"1.0\"?>\n<testsuite name=\"x\" " + attributes + "/>");
    }

    @Test
    void count_reportsOfAllModules_areAddedByKind() throws Exception {
        report("a", "surefire-reports", "tests=\"5\" errors=\"1\" failures=\"1\" skipped=\"1\"");
        report("b", "surefire-reports", "tests=\"3\" errors=\"0\" failures=\"0\" skipped=\"0\"");
        report("b", "failsafe-reports", "tests=\"2\" errors=\"0\" failures=\"0\" skipped=\"0\"");

        assertThat(TestSummary.count(root, "surefire-reports", Instant.EPOCH))
                .isEqualTo(new TestSummary.Count(5, 2, 1));
        assertThat(TestSummary.count(root, "failsafe-reports", Instant.EPOCH))
                .isEqualTo(new TestSummary.Count(2, 0, 0));
    }

    @Test
    void count_reportOfAnEarlierRun_isLeftOut() throws Exception {
        Path old = report("a", "surefire-reports", "tests=\"5\" errors=\"0\" failures=\"0\" skipped=\"0\"");
        Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(1000)));

        assertThat(TestSummary.count(root, "surefire-reports", Instant.ofEpochSecond(1001)))
                .isEqualTo(TestSummary.Count.NONE);
    }

    @Test
    void countOfTap_isWhatItsLastLinesSay() {
        assertThat(TestSummary.countOfTap(List.of(
                        "ok 1 - ago", "# pass is a word", "1..3", "# tests 4", "# pass 2", "# fail 1", "# skipped 1")))
                .isEqualTo(new TestSummary.Count(2, 1, 1));
    }

    @Test
    void countOfTap_reportThatBreaksOff_isAFailure() {
        assertThat(TestSummary.countOfTap(List.of("TAP version 13", "ok 1 - ago")))
                .isEqualTo(new TestSummary.Count(0, 1, 0));
    }

    @Test
    void text_endsWithTheSum() {
        Map<String, TestSummary.Count> counts = new LinkedHashMap<>();
        counts.put("unit", new TestSummary.Count(5, 2, 1));
        counts.put("integration", new TestSummary.Count(2, 0, 0));
        counts.put("page", new TestSummary.Count(30, 0, 0));

        assertThat(TestSummary.text(counts)).isEqualTo("""
                        unit:            5 passed, 2 failed, 1 skipped
                        integration:     2 passed, 0 failed, 0 skipped
                        page:           30 passed, 0 failed, 0 skipped
                        37 passed, 2 failed
                        """);
    }
}
