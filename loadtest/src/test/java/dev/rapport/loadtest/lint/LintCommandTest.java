package dev.rapport.loadtest.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.record.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LintCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int lint(String... arguments) {
        return new CommandLine(new LintCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void lint_publishedReports_printsAllWithinTheWidthAndSucceeds() {
        assertThat(lint("--published", "published")).isZero();
        assertThat(out.toString())
                .contains("HarmoniqOS", "VoiceFlow", "AI Orchestrator Hub", "PIC", "GAJA", "91,533")
                .satisfies(text -> assertThat(text.lines())
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(LintText.WIDTH)));
    }

    @Test
    void lint_strict_countsPublishedContradictions() {
        assertThat(lint("--strict", "published/gaja.yaml")).isEqualTo(1);
    }

    @Test
    void lint_ownReport_failsOnlyIfItContradictsItself() throws IOException {
        Path good = folder.resolve("report.json");
        Json.MAPPER.writeValue(good.toFile(), ConsistentReport.make());
        ObjectNode json = Json.MAPPER.valueToTree(ConsistentReport.make());
        ((ObjectNode) json.at("/operations/0")).put("failed", 0);
        Path doctored = Files.writeString(folder.resolve("doctored.json"), json.toString());

        assertThat(lint(good.toString())).isZero();
        assertThat(out.toString()).contains("no contradiction");
        assertThat(lint(doctored.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("998 ok + 0 failed + 0 cancelled = 998");
    }

    @Test
    void lint_missingFileOrFolder_isWrongUsage() throws IOException {
        assertThat(lint(folder.resolve("no.json").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no.json (expected: a file that can be read)");
        assertThat(lint("--published", folder.toString())).isEqualTo(2);
        assertThat(lint("--no-such-option")).isEqualTo(2);
    }

    @Test
    void lint_fileThatIsNoReport_isWrongUsage() throws IOException {
        Path file = Files.writeString(folder.resolve("list.json"), "[1]");

        assertThat(lint(file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("list.json");
    }
}
