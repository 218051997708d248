package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
    void text_endsWithTheSum() {
        assertThat(TestSummary.text(new TestSummary.Count(5, 2, 1), new TestSummary.Count(2, 0, 0)))
                .isEqualTo("""
                        unit             5 passed, 2 failed, 1 skipped
                        integration      2 passed, 0 failed, 0 skipped
                        7 passed, 2 failed
                        """);
    }
}
