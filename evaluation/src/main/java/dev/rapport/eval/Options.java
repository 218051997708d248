package dev.rapport.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.eval.data.DataSet;
import dev.rapport.eval.rank.Method;
import dev.rapport.eval.report.Report;
import dev.rapport.eval.report.Score;
import dev.rapport.memory.embed.MiniLmEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What {@code recall} and {@code context} have in common: the options, the run, the output. */
final class Options {
    @Parameters(paramLabel = "DIR", description = "Folder with turns.jsonl and questions.jsonl.")
    private Path folder = Path.of("");

    @Option(
            names = "--method",
            split = ",",
            defaultValue = "adapt",
            converter = MethodConverter.class,
            description =
                    "recency, bm25, bm25-window, minilm, static, adapt (the service's own), adapt-shed or adapt-static;"
                            + " several with commas.")
    private List<Method> methods = List.of();

    @Option(
            names = "--baseline",
            defaultValue = "bm25-window",
            converter = MethodConverter.class,
            description = "The method that the others are compared with (${DEFAULT-VALUE}).")
    private Method baseline = Method.BM25_WINDOW;

    @Option(
            names = "--swap",
            defaultValue = "0%",
            converter = ShareConverter.class,
            description = "Share of questions asked of another conversation, to find a leak, for example 10%%.")
    private double swappedShare;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes the report and every question's values as JSON.")
    private @Nullable Path out;

    static final class MethodConverter implements ITypeConverter<Method> {
        @Override
        public Method convert(String value) {
            for (Method method : Method.values()) {
                if (method.toString().equals(value)) {
                    return method;
                }
            }
            throw new TypeConversionException("method: " + value + " (expected: " + List.of(Method.values()) + ")");
        }
    }

    static final class ShareConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                double percent = Double.parseDouble(value.replaceFirst("%$", ""));
                if (percent >= 0 && percent <= 100) {
                    return percent / 100;
                }
            } catch (NumberFormatException _) {
                // said below
            }
            throw new TypeConversionException("swap: " + value + " (expected: 0%..100%)");
        }
    }

    Path folder() {
        return folder;
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /**
     * Measures all methods and prints.
     *
     * @param columns what the judge's values are
     */
    void measure(String command, List<String> columns, BiFunction<Asked, List<RecalledMemory>, List<Double>> judge)
            throws IOException {
        DataSet data = DataSet.read(folder);
        Set<Method> wanted = new LinkedHashSet<>(List.of(baseline));
        wanted.addAll(methods);
        Map<String, List<Score>> scores = new LinkedHashMap<>();
        try (MiniLmEmbedder embedder = MiniLmEmbedder.load()) {
            Replay replay = new Replay(data, swappedShare, embedder, System.err::println);
            wanted.forEach(method -> scores.put(method.toString(), replay.run(method, judge)));
        }
        Report report = new Report(columns, scores, baseline.toString());
        System.out.println(command + " " + folder.getFileName() + ", "
                + data.conversations().size() + " conversations");
        System.out.print(report.text());
        if (out != null) {
            write(out, command, report);
        }
    }

    private void write(Path file, String command, Report report) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("command", command);
        data.put("data", String.valueOf(folder.getFileName()));
        data.put("swapped", swappedShare);
        data.putAll(report.data());
        Files.writeString(
                file,
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(data) + "\n");
    }
}
