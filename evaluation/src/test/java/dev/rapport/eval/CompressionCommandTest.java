package dev.rapport.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rapport.chat.compress.Category;
import dev.rapport.chat.compress.Digest;
import dev.rapport.chat.compress.Digest.Said;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.eval.compression.Planted;
import dev.rapport.eval.compression.Verbatim;
import dev.rapport.eval.compression.Verbatim.Count;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompressionCommandTest {
    private static final JtokkitCounter COUNTER = JtokkitCounter.load();

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new CompressionCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void call_twoConversations_saysWhatIsLeft_asTextAndAsJson() throws Exception {
        Fixture.write(folder);
        Path json = folder.resolve("out.json");

        assertThat(run(
                        folder.toString(),
                        "--no-recall",
                        "--budget",
                        "30,500",
                        "--less",
                        "50",
                        "--out",
                        json.toString()))
                .isZero();

        JsonNode data = new ObjectMapper().readTree(Files.readString(json));
        JsonNode all = data.get("compressed").get("500 tokens");
        assertThat(all.get("verbatim").get("numbers").get("kept").asInt()).isEqualTo(1);
        assertThat(all.get("verbatim").get("numbers").get("all").asInt()).isEqualTo(1);
        JsonNode evidence = data.get("evidence");
        assertThat(evidence.get("columns")).hasSize(6);
        JsonNode digest = evidence.get("percent").get("digest").get("single-hop");
        assertThat(digest.get("500 tokens").asDouble()).isEqualTo(100);
        assertThat(digest.get("500 tokens, text").asDouble()).isEqualTo(100);
        assertThat(data.get("planted")).hasSize(6);
        assertThat(data.get("planted").get(2).get("way").asText()).isEqualTo("digest");
        assertThat(out.toString())
                .contains("compression " + folder.getFileName() + ", 2 conversations")
                .contains("| 50.0 % less |")
                .contains("| newest | ")
                .contains("not the same measure");
    }

    @Test
    void call_badBudgetOrShare_namesIt() throws Exception {
        Fixture.write(folder);
        assertThat(run(folder.toString(), "--budget", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--budget: 0 (expected: 1..200000)");
        assertThat(run(folder.toString(), "--less", "100")).isEqualTo(2);
        assertThat(err.toString()).contains("--less: 100.0 (expected: above 0 and below 100)");
    }

    @Test
    void counts_whatWasChanged_isSeen() {
        List<PastMessage> messages =
                List.of(new PastMessage("g", true, "On 12 March 2026 we paid Ines Costa 1,249.50 for `x = 1`."));
        Digest digest =
                digest(new Said(0, true, Category.OTHER, messages.getFirst().text()));

        assertThat(Verbatim.counts(messages, digest, messages.getFirst().text()))
                .containsEntry("numbers", new Count(4, 4, 4, 4))
                .containsEntry("dates", new Count(2, 2, 2, 2))
                .containsEntry("names", new Count(1, 1, 1, 1))
                .containsEntry("code", new Count(1, 1, 1, 1));
        Map<String, Count> changed = Verbatim.counts(messages, digest, "In March we paid Ines 1,250 for `x`.");
        assertThat(changed)
                .containsEntry("numbers", new Count(4, 0, 4, 0))
                .containsEntry("names", new Count(1, 0, 1, 0))
                .containsEntry("code", new Count(1, 0, 1, 0));
        assertThatThrownBy(() -> Verbatim.counts(messages, digest(new Said(0, true, Category.OTHER, "We paid.")), ""))
                .hasMessage("passage: We paid. (expected: a part of its message)");
    }

    @Test
    void covered_messageInSeveralSentences_isFound_andAFewWordsOfItAreNot() {
        Covered covered = Covered.by("## Goals\n- I: Ada: I want a kayak.\n- You: It costs 1,249 euros.\nBob: Yes");

        assertThat(covered.share("Ada: I want a kayak. It costs 1,249 euros.")).isEqualTo(1);
        assertThat(covered.all(List.of("Ada: I want a kayak.", "Bob: Yes"))).isEqualTo(1);
        assertThat(covered.all(List.of("Ada: I want a kayak.", "Bob: Yes, today.")))
                .isZero();
        assertThat(covered.share("Ada: I want a kayak. And a paddle.")).isBetween(0.5, 0.6);
        assertThat(covered.share("Ada: I want a boat.")).isZero();
    }

    @Test
    void planted_hasItsFactsWordForWord_isAsLongAsAsked_andTheSameForASeed() {
        Planted planted = Planted.of(COUNTER, 8_318, 3, 1);

        assertThat(planted.facts()).hasSize(18);
        assertThat(planted.facts())
                .allSatisfy(fact -> assertThat(planted.messages())
                        .anyMatch(message -> message.text().contains(fact.text())));
        int tokens = planted.messages().stream()
                .mapToInt(message -> COUNTER.count(message.text() + "\n"))
                .sum();
        assertThat(tokens).isBetween(8_318, 8_800);
        assertThat(Planted.of(COUNTER, 8_318, 3, 1)).isEqualTo(planted).isNotEqualTo(Planted.of(COUNTER, 8_318, 3, 2));
    }

    private static Digest digest(Said said) {
        return new Digest(List.of(said), List.of("- I: " + said.text()), 0);
    }
}
