package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.record.Gauge;
import dev.rapport.loadtest.record.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

class SampleWriterTest {
    @TempDir
    private Path path = Path.of("");

    private static Gauge gauge(int number) {
        return new Gauge(number, "harness", "test", number * 0.37);
    }

    @Test
    void add_isReadBackInOrder() throws Exception {
        RunFolder folder = new RunFolder(path);
        List<Gauge> gauges =
                IntStream.range(0, 5_000).mapToObj(SampleWriterTest::gauge).toList();
        SampleWriter<Gauge> writer = new SampleWriter<>(folder, RunFolder.GAUGES);
        gauges.forEach(writer::add);

        assertThat(writer.close()).isEmpty();
        assertThat(folder.readGauges()).isEqualTo(gauges);
    }

    /** More than the queue holds: nobody may wait for a writer that has given up. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void add_cannotBeWritten_isAProblemOfTheRunAndEnds() throws Exception {
        SampleWriter<Object> writer = new SampleWriter<>(new RunFolder(path), RunFolder.GAUGES);
        Object noJson = new Object();
        for (int i = 0; i < 400_000; i++) {
            writer.add(noJson);
        }

        assertThat(writer.close())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("raw data could not be written: "));
    }
}
