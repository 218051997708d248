package dev.rapport.eval.traits;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.traits.TraitModel;
import dev.rapport.chat.turn.Trait;
import dev.rapport.eval.data.BadData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    private static final List<Float> PROBABILITIES = List.of(0.05f, 0.1f, 0.15f, 0.2f, 0.3f, 0.4f, 0.5f);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "folder of the labelled utterances")
    private Path folder = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "writes the figures as JSON, too")
    private @Nullable Path out;

    @Option(
            names = "--train",
            paramLabel = "DIR",
            description =
                    "learns the model from this folder, less the values of the other one, and measures all of that;"
                            + " default: learns from one part and measures the other")
    private @Nullable Path trainFolder;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "writes the model that was learnt, for the setting traits.model-file")
    private @Nullable Path save;

    @Option(
            names = "--needles",
            paramLabel = "DIR",
            description =
                    "folder of conversations whose facts change: looks for stale values in what is known at the end")
    private @Nullable Path needles;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "redis://127.0.0.1:6379",
            description = "a Redis to learn these in, default: ${DEFAULT-VALUE}")
    private String redis = "";

    @Override
    public Integer call() {
        try {
            TraitsData data = TraitsData.read(folder);
            TraitsReport report = new TraitsReport(spec.commandLine().getOut());
            measure(data, report);
            ObjectNode json = report.print();
            if (needles != null) {
                PinnedFacts.measure(needles, redis, spec.commandLine().getOut(), json);
            }
            write(json.toPrettyString());
        } catch (BadData e) {
            throw new ParameterException(spec.commandLine(), "eval traits: " + e.getMessage(), e);
        }
        return 0;
    }

    private void measure(TraitsData data, TraitsReport report) {
        ValueSplit split = ValueSplit.of(data.utterances());
        report.split(split);
        TraitExtractor rules = new TraitExtractor();
        Function<String, List<Trait>> extractor = text -> rules.extract(text).traits();
        report.add("rules", "test", Score.of(split.test(), extractor));
        report.add("rules", "all", Score.of(data.utterances(), extractor));
        negatives("rules", data, extractor, report);
        List<Utterance> train = train(data, split);
        if (train.isEmpty()) {
            return;
        }
        TraitModel model = trained(train, report);
        if (save != null) {
            save(model, save);
        }
        TraitExtractor both = new TraitExtractor(model);
        Function<String, List<Trait>> withModel = text -> both.extract(text).traits();
        if (trainFolder == null) {
            report.add("rules + model", "test", Score.of(split.test(), withModel));
        } else {
            report.add("rules + model", "all", Score.of(data.utterances(), withModel));
        }
        negatives("rules + model", data, withModel, report);
    }

    private static void save(TraitModel model, Path file) {
        try {
            model.save(file);
        } catch (IOException e) {
            throw new UncheckedIOException("--save: " + file + ": cannot be written", e);
        }
    }

    /** What to learn from: no pair of it is among those that are measured. */
    private List<Utterance> train(TraitsData data, ValueSplit split) {
        if (trainFolder == null) {
            return split.train();
        }
        Set<String> measured = ValueSplit.pairs(data.utterances());
        return TraitsData.read(trainFolder).utterances().stream()
                .filter(utterance -> !measured.contains(utterance.pair()))
                .toList();
    }

    /** Chooses how sure the model must be on a part of the training data, then learns from all of it. */
    private static TraitModel trained(List<Utterance> train, TraitsReport report) {
        ValueSplit inner = ValueSplit.of(train, "tune:");
        TraitModel trial = TraitModel.train(examples(inner.train()), PROBABILITIES.getFirst());
        float best = PROBABILITIES.getFirst();
        double bestF2 = -1;
        for (float probabilityMin : PROBABILITIES) {
            TraitExtractor extractor = new TraitExtractor(trial.with(probabilityMin));
            double f2 = Score.of(inner.test(), text -> extractor.extract(text).traits())
                    .f2();
            if (f2 > bestF2) {
                bestF2 = f2;
                best = probabilityMin;
            }
        }
        report.note(String.format(
                Locale.ROOT,
                "Model: learnt from %,d utterances. It speaks where the rules are silent and it is sure by %.2f: of %d limits"
                        + " the best by F2 (%.3f) on %,d of them, for a model that had not learnt these.",
                train.size(),
                best,
                PROBABILITIES.size(),
                bestF2,
                inner.test().size()));
        return TraitModel.train(examples(train), best);
    }

    private static List<TraitModel.Example> examples(List<Utterance> utterances) {
        return utterances.stream().map(Schema::example).toList();
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
