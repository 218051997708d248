package dev.rapport.loadtest.record;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The folder with one run's raw data.
 *
 * <ul>
 *   <li>{@code run.json}: a {@link RunInfo}
 *   <li>{@code samples.jsonl.gz}: a {@link Sample} for each request, in the order in which they settled
 *   <li>{@code gauges.jsonl.gz}: {@link Gauge}s, in order of time
 *   <li>{@code provider.jsonl.gz}: a {@link ProviderRecord} for each request the simulated provider had; missing if the
 *       target has another provider
 * </ul>
 *
 * A folder whose {@code run.json} is missing belongs to a run that did not end.
 */
public record RunFolder(Path path) {
    public static final String RUN = "run.json";
    public static final String SAMPLES = "samples.jsonl.gz";
    public static final String GAUGES = "gauges.jsonl.gz";
    public static final String PROVIDER = "provider.jsonl.gz";

    public void writeInfo(RunInfo info) throws IOException {
        Json.MAPPER
                .writerWithDefaultPrettyPrinter()
                .writeValue(path.resolve(RUN).toFile(), info);
    }

    public RunInfo readInfo() throws IOException {
        return Json.MAPPER.readValue(path.resolve(RUN).toFile(), RunInfo.class);
    }

    public List<Sample> readSamples() throws IOException {
        return readLines(path.resolve(SAMPLES), Sample.class, new Compact()::sample);
    }

    public List<Gauge> readGauges() throws IOException {
        return readLines(path.resolve(GAUGES), Gauge.class, new Compact()::gauge);
    }

    /** Empty if the file is missing. */
    public List<ProviderRecord> readProvider() throws IOException {
        Path file = path.resolve(PROVIDER);
        return Files.exists(file) ? readLines(file, ProviderRecord.class, new Compact()::provider) : List.of();
    }

    /** A new file for lines; closing it makes it complete. */
    public <T> LineFile<T> create(String name) throws IOException {
        Files.createDirectories(path);
        return new LineFile<>(new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(path.resolve(name))), StandardCharsets.UTF_8)));
    }

    private static <T> List<T> readLines(Path file, Class<T> type, UnaryOperator<T> compact) throws IOException {
        ObjectReader reader = Json.MAPPER.readerFor(type);
        List<T> read = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(compact.apply(reader.<T>readValue(line)));
            }
        }
        return read;
    }

    /** A file that is written line by line, by one thread. */
    public static final class LineFile<T> implements AutoCloseable {
        private final BufferedWriter out;

        private LineFile(BufferedWriter out) {
            this.out = out;
        }

        public void add(T item) throws IOException {
            out.write(Json.MAPPER.writeValueAsString(item));
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
