package dev.rapport.loadtest.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.Integrity;
import dev.rapport.loadtest.metrics.SyntheticRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path path;

    private <T> void write(String name, List<T> items) throws IOException {
        try (RunFolder.LineFile<T> file = new RunFolder(path).create(name)) {
            for (T item : items) {
                file.add(item);
            }
        }
    }

    @Test
    void whatIsRead_equalsWhatWasWritten_andIsWrittenTheSame() throws IOException {
        SyntheticRun run = new SyntheticRun()
                .phase("steady", 0, "open", 10)
                .chat("steady", 1, 100)
                .chat("steady", 2, 100, "timeout")
                .chat("steady", 3, 4, 100, "integrity", new Integrity(1, 2, 3, 4, 5, 6, true))
                .gauge("chat-1", Gauge.CPU, 1, 2);
        write(RunFolder.SAMPLES, run.samples);
        write(RunFolder.GAUGES, run.gauges);
        write(RunFolder.PROVIDER, run.provider);
        RunFolder folder = new RunFolder(path);

        assertThat(folder.readSamples()).isEqualTo(run.samples);
        assertThat(folder.readGauges()).isEqualTo(run.gauges);
        assertThat(folder.readProvider()).isEqualTo(run.provider);
        assertThat(Json.MAPPER.writeValueAsString(folder.readSamples().get(1)))
                .isEqualTo(Json.MAPPER.writeValueAsString(run.samples.get(1)));
    }

    @Test
    void stages_areFoundByName() throws IOException {
        write(
                RunFolder.SAMPLES,
                new SyntheticRun().phase("steady", 0, "open", 10).chat("steady", 1, 100).samples);
        Sample read = new RunFolder(path).readSamples().getFirst();

        assertThat(read.server().stageMillis().get("recall")).isEqualTo(2.0);
        assertThat(read.server().stageMillis().get("nothing")).isNull();
        assertThat(read.server().stageMillis()).containsKey("total").doesNotContainKey("nothing");
        assertThat(read.answer().gapsMicros()).hasSize(9);
    }

    @Test
    void recurringWords_areKeptOnce() throws IOException {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10);
        write(RunFolder.SAMPLES, run.chat("steady", 1, 100).chat("steady", 2, 100).samples);
        List<Sample> read = new RunFolder(path).readSamples();

        assertThat(read.getFirst().phase()).isSameAs(read.getLast().phase());
        assertThat(read.getFirst().outcome()).isSameAs(read.getLast().outcome());
        assertThat(read.getFirst().answer().integrity())
                .isSameAs(read.getLast().answer().integrity());
    }

    @Test
    void providerRecord_keepsWhatItSaysOfWaitingAndPrompt() throws IOException {
        SyntheticRun run = new SyntheticRun().phase("steady", 0, "open", 10).chat("steady", 1, 100);
        run.attempt("ok", 1_000, 25, 90, 10, 77);
        write(RunFolder.PROVIDER, run.provider);
        ProviderRecord read = new RunFolder(path).readProvider().getLast();

        assertThat(read.waitedMs()).isEqualTo(25);
        assertThat(read.promptTokens()).isEqualTo(77);
    }

    /** As runs were written before records said so. */
    @Test
    void providerRecord_ofAnOldRun_isRead() throws IOException {
        String old = """
                {"nonce":"n1","model":"m","stream":true,"status":200,"arrived_at_ms":5,"first_token_ms":1.5,"total_ms":9.0,\
                "tokens":12,"outcome":"ok"}""";
        write(RunFolder.PROVIDER, List.of(Json.MAPPER.readTree(old)));

        assertThat(new RunFolder(path).readProvider())
                .containsExactly(new ProviderRecord("n1", "m", true, 200, 5, 1.5, 9, 12, "ok"));
    }
}
