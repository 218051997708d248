package dev.rapport.eval.traits;

import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.Trait;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code traits}: how much the service's extractor finds of what labelled utterances say of their writers. */
@Command(
        name = "traits",
        description = "Measures what the extractor learns from labelled utterances.",
        footer = {
            "",
            "DIR holds utterances.jsonl, one {\"text\", \"relation\", \"attribute\", \"value\"} a line, and may hold"
                    + " negatives.txt, one line a text that says nothing of its writer.",
            "Value match: F1 of the words' stems at least 0.5. Exit codes: 0 measured; 2 wrong usage or bad data."
        },
        mixinStandardHelpOptions = true)
public final class TraitsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "folder of the labelled utterances")
    private Path folder = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "writes the figures as JSON, too")
    private @Nullable Path out;

    @Override
    public Integer call() {
        try {
            TraitsData data = TraitsData.read(folder);
            TraitsReport report = new TraitsReport(spec.commandLine().getOut());
            measure(data, report);
            write(report.print().toPrettyString());
        } catch (BadData e) {
            throw new ParameterException(spec.commandLine(), "eval traits: " + e.getMessage(), e);
        }
        return 0;
    }

    private static void measure(TraitsData data, TraitsReport report) {
        ValueSplit split = ValueSplit.of(data.utterances());
        report.split(split);
        TraitExtractor rules = new TraitExtractor();
        Function<String, List<Trait>> extractor = text -> rules.extract(text).traits();
        report.add("rules", "test", Score.of(split.test(), extractor));
        report.add("rules", "all", Score.of(data.utterances(), extractor));
        negatives("rules", data, extractor, report);
    }

    private static void negatives(
            String name, TraitsData data, Function<String, List<Trait>> extractor, TraitsReport report) {
        List<String> found = data.negatives().stream()
                .flatMap(line -> extractor.apply(line).stream()
                        .map(trait -> line + " -> " + trait.attribute() + " = " + trait.value()))
                .toList();
        report.negatives(name, data.negatives().size(), found);
    }

    private void write(String json) {
        if (out == null) {
            return;
        }
        try {
            Files.writeString(out, json + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("--out: " + out + " cannot be written", e);
        }
        PrintWriter written = spec.commandLine().getOut();
        written.println("Written: " + out);
        written.flush();
    }
}
