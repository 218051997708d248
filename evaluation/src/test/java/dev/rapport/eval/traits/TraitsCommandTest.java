package dev.rapport.eval.traits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TraitsCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new TraitsCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private void utterances(String... lines) throws IOException {
        Files.writeString(folder.resolve("utterances.jsonl"), String.join("\n", lines));
    }

    private static String row(String text, String attribute, String value) {
        return "{\"text\": \"%s\", \"relation\": \"r\", \"attribute\": \"%s\", \"value\": \"%s\"}"
                .formatted(text, attribute, value);
    }

    @Test
    void call_labelledUtterances_givesTheirShares() throws Exception {
        utterances(
                row("i have two cats .", "pet", "cats"),
                row("i live in oslo .", "location", "oslo"),
                row("the sea is wide .", "like_other", "sea"),
                row("i love jazz .", "pet", "jazz"));
        Files.writeString(folder.resolve("negatives.txt"), "do you have a dog ?\nmy dog is called rex\n");
        Path json = folder.resolve("out.json");

        assertThat(run(folder.toString(), "--out", json.toString())).isZero();

        JsonNode all = new ObjectMapper()
                .readTree(Files.readString(json))
                .get("extractors")
                .get(1);
        assertThat(all.get("part").asText()).isEqualTo("all");
        assertThat(all.get("recall").asDouble()).isEqualTo(0.5);
        assertThat(all.get("precision_min").asDouble()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(all.get("f1").asDouble()).isCloseTo(4 / 7.0, within(1e-9));
        assertThat(all.get("values_that_are_spans").asDouble()).isEqualTo(1);
        assertThat(out.toString())
                .contains("pairs in both: 0.")
                .contains("False traits on 2 negatives, rules: 2")
                .contains("| rules | all | 0.500 | 0.500 | 0.667 | **0.571** | 0.250 | 0.75 | 100.0 % |");
    }

    @Test
    void call_valueIsNoText_namesFileLineValueAndWhatWasExpected() throws Exception {
        utterances(row("i have two cats .", "pet", "cats"), "{\"text\": \"a\", \"relation\": \"b\", \"attribute\": 7}");

        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("eval traits: " + folder.resolve("utterances.jsonl")
                        + ":2: attribute: 7 (expected: text that is not blank)");
    }

    @Test
    void call_lineIsNoJson_namesIt() throws Exception {
        utterances("hello");

        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("utterances.jsonl:1: no JSON: ");
    }

    @Test
    void call_noSuchFolder_namesTheFile() {
        assertThat(run(folder.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("nowhere/utterances.jsonl: cannot be read (expected: a file with an object of JSON");
    }

    @Test
    void call_emptyFile_saysSo() throws Exception {
        utterances("", " ");

        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("utterances.jsonl: 0 utterances (expected: at least 1)");
    }
}
