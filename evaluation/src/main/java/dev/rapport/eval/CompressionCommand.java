package dev.rapport.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rapport.chat.compress.JtokkitCounter;
import dev.rapport.eval.data.Conversation;
import dev.rapport.eval.data.DataSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code eval compression}: brings whole conversations down to a few tokens without knowing what will be asked, and says what is
 * left: of numbers, dates, names, code and quotes, of the evidence of the questions, and of facts planted in made-up
 * conversations.
 */
@Command(
        name = "compression",
        description = "Compresses whole conversations without knowing the questions, and looks for what is left.",
        mixinStandardHelpOptions = true)
final class CompressionCommand implements Callable<Integer> {
    private static final List<String> PUBLISHED = List.of(
            "Published for PASMS (HarmoniqOS): 8,318 -> 736 tokens, 91.2 % less, fidelity 75.4 %, 8.19 s; 19,566 -> 1,329,",
            "93.2 % less, 68.4 %, 13.31 s. Fidelity is there a judged score of a summary over six categories, on conversations of",
            "their own that are not published. Here no judge is asked: a fact counts if it is in the text word for word, else not.",
            "So the two are not the same measure, and none of the figures above is better or worse than theirs by a difference.");

    @Parameters(paramLabel = "DIR", description = "Folder with turns.jsonl and questions.jsonl.")
    private Path folder = Path.of("");

    @Option(
            names = "--budget",
            split = ",",
            defaultValue = "1300",
            description = "Tokens (o200k) that are left, 1 to 200000; several with commas (${DEFAULT-VALUE}).")
    private List<Integer> budgets = List.of();

    @Option(
            names = "--less",
            split = ",",
            defaultValue = "91.2,93.2",
            description = "Per cent that go, above 0 and below 100; several with commas (${DEFAULT-VALUE}).")
    private List<Double> reductions = List.of();

    @Option(
            names = "--recall",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measures what is found for known questions, too (${DEFAULT-VALUE}); takes a minute.")
    private boolean recall;

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * What a conversation is brought down to.
     *
     * @param tokens at most; 0 if it is a part of what there was
     * @param less per cent that go
     */
    record Target(int tokens, double less) {
        int tokensMax(int before) {
            return tokens > 0 ? tokens : (int) (before * (100 - less) / 100);
        }

        @Override
        public String toString() {
            return tokens > 0 ? tokens + " tokens" : String.format(Locale.ROOT, "%.1f %% less", less);
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Target> targets = targets();
        DataSet data = DataSet.read(folder);
        JtokkitCounter counter = JtokkitCounter.load();
        PrintWriter print = spec.commandLine().getOut();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", "compression");
        json.put("data", String.valueOf(folder.getFileName()));

        print.printf(
                "compression %s, %d conversations%n%n",
                folder.getFileName(), data.conversations().size());
        Map<Conversation, List<Squeezed>> squeezed = new LinkedHashMap<>();
        for (Conversation conversation : data.conversations()) {
            squeezed.put(
                    conversation,
                    targets.stream()
                            .map(target -> Evidence.squeezed(counter, conversation, target))
                            .toList());
        }
        SqueezedTable table =
                new SqueezedTable(targets.stream().map(Target::toString).toList(), squeezed.values());
        print.print(table.text());
        json.put("compressed", table.data());

        Evidence evidence = new Evidence(counter, data, targets);
        json.put("evidence", evidence.print(print, squeezed, recall));

        PlantedTable planted = new PlantedTable(counter);
        print.print(planted.text());
        json.put("planted", planted.data());
        print.println();
        PUBLISHED.forEach(print::println);
        print.flush();
        if (out != null) {
            Files.writeString(
                    out,
                    new ObjectMapper()
                                    .enable(SerializationFeature.INDENT_OUTPUT)
                                    .writeValueAsString(json) + "\n");
        }
        return 0;
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (int budget : budgets) {
            if (budget < 1 || budget > 200_000) {
                throw new ParameterException(spec.commandLine(), "--budget: " + budget + " (expected: 1..200000)");
            }
            targets.add(new Target(budget, 0));
        }
        for (double less : reductions) {
            if (!(less > 0 && less < 100)) {
                throw new ParameterException(
                        spec.commandLine(), "--less: " + less + " (expected: above 0 and below 100)");
            }
            targets.add(new Target(0, less));
        }
        return targets;
    }
}
