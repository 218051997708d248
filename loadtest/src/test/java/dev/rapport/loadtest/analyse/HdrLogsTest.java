package dev.rapport.loadtest.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rapport.loadtest.metrics.SyntheticRun;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.record.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdrLogsTest {
    private static final int CHATS = 400;
    private static final double E2E_P99 = 100 + 0.5 * (0.99 * CHATS - 1);

    @TempDir
    private Path path = Path.of("");

    private final SyntheticRun run = new SyntheticRun()
            .phase("warm up, first", Kind.WARM_UP, 0, "open", 2)
            .phase("steady", 0, "open", 20);

    @BeforeEach
    void writeRun() throws IOException {
        run.chat("warm up, first", 0.5, 5_000);
        for (int i = 0; i < CHATS; i++) {
            run.chat("steady", 2 + i * 0.05, 100 + 0.5 * i);
        }
        run.chat("steady", 10.01, 20_000, "timeout").chat("steady", 10.02, 20_000, Sample.CANCELLED);
        RunFolder folder = new RunFolder(path);
        folder.writeInfo(run.info());
        try (RunFolder.LineFile<Sample> file = folder.create(RunFolder.SAMPLES)) {
            for (Sample sample : run.samples.reversed()) { // on disk they lie in the order of their ends
                file.add(sample);
            }
        }
        HdrLogs.write(folder);
    }

    private Path log(String name) {
        return path.resolve(HdrLogs.FOLDER).resolve(name + ".hlog");
    }

    /** What a reader of such logs has of one, added up by tag. */
    private Map<String, Histogram> read(String name) throws IOException {
        Map<String, Histogram> byTag = new TreeMap<>();
        try (HistogramLogReader log = new HistogramLogReader(log(name).toFile())) {
            for (var next = log.nextIntervalHistogram(); next != null; next = log.nextIntervalHistogram()) {
                Histogram interval = (Histogram) next;
                assertThat(interval.getEndTimeStamp() - interval.getStartTimeStamp())
                        .isEqualTo(1_000);
                assertThat(interval.getStartTimeStamp()).isGreaterThanOrEqualTo(SyntheticRun.START.toEpochMilli());
                byTag.computeIfAbsent(interval.getTag(), tag -> new Histogram(3))
                        .add(interval);
            }
        }
        return byTag;
    }

    @Test
    void write_chats_addUpToTheSamplesWithinThreeDigits() throws IOException {
        Map<String, Histogram> e2e = read("chat-e2e");

        assertThat(e2e).containsOnlyKeys("warm_up__first", "steady");
        Histogram steady = e2e.getOrDefault("steady", new Histogram(3));
        assertThat(steady.getTotalCount()).isEqualTo(CHATS);
        assertThat(steady.getValueAtPercentile(99) / 1e3).isCloseTo(E2E_P99, within(E2E_P99 / 1_000));
        assertThat(steady.getMaxValue() / 1e3).isCloseTo(299.5, within(0.3));
    }

    @Test
    void write_chats_hasTheTimesOnTheirWay() throws IOException {
        Histogram ttft = read("chat-ttft").getOrDefault("steady", new Histogram(3));
        Histogram ttfh = read("chat-ttfh").getOrDefault("steady", new Histogram(3));
        Histogram itl = read("chat-itl").getOrDefault("steady", new Histogram(3));

        assertThat(ttft.getValueAtPercentile(99) / 1e3).isCloseTo(E2E_P99 / 2, within(E2E_P99 / 2_000));
        assertThat(ttfh.getValueAtPercentile(99) / 1e3).isCloseTo(E2E_P99 / 4, within(E2E_P99 / 4_000));
        assertThat(itl.getTotalCount()).isEqualTo(9L * CHATS);
    }

    @Test
    void write_failures_areCountedInComments() throws IOException {
        assertThat(Files.readString(log("chat-e2e")))
                .contains("#[chat-e2e of run run, microseconds from the intended start]\n")
                .contains("#[Not in this log: phase steady, {cancelled=1, timeout=1}]\n");
    }

    @Test
    void write_operationThatNobodyAskedFor_hasNoLog() {
        assertThat(log("session-e2e")).doesNotExist();
        assertThat(log("health-e2e")).doesNotExist();
    }
}
